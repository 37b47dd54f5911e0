/**
 * The playbook document, format version 2: blocks and the callbacks between
 * them. Everything that is referred to has an id that never changes; names are
 * for people. Datapaths and templates inside texts are stored with ids
 * ("#b_x1:action_result.data", "playbook_input:#i_x1") and printed with names.
 */
import { z } from "zod";
import type { Json } from "../json/index.ts";
import { Join } from "./join.ts";

export const FORMAT_VERSION = 2;

/** Letters, digits, "_" and "-" after a short prefix; excludes every inherited object key. */
export const Id = z.string().regex(/^[a-z]{1,4}_[A-Za-z0-9_-]{1,40}$/, "an id looks like b_4f2k9x");

/** As analysts see blocks: geolocate_ip_1. Any script's letters, no spaces. */
export const BlockName = z
  .string()
  .max(64, "at most 64 characters")
  .regex(
    /^\p{L}[\p{L}\p{M}\p{N}_]*$/u,
    "a name starts with a letter and holds letters, digits and _",
  );

const JsonValue: z.ZodType<Json> = z.json();

export const Position = z.strictObject({ x: z.number().finite(), y: z.number().finite() });
export type Position = z.infer<typeof Position>;

/** Keys of an import that mean nothing here: kept as they came and written back by an export; null: there are none. */
const Foreign = z.record(z.string(), JsonValue).nullable();

/**
 * `config` is checked by the block type's own schema. A type that is not known
 * here, or a newer version of it, is a problem that `validate` finds: such a
 * block is kept and may be moved, connected and deleted, but not run.
 */
export const Block = z.strictObject({
  id: Id,
  type: z.string().min(1).max(40),
  version: z.int().min(1),
  name: BlockName,
  position: Position,
  note: z.string().max(4000),
  join: Join,
  /** The block inside of which this one stands, as in a loop; null: in none. */
  parent: Id.nullable(),
  foreign: Foreign,
  config: z.record(z.string(), JsonValue),
});
export type Block = z.infer<typeof Block>;

/** "When the source has finished, call the target." Order among those of one port is their order in the document. */
export const Callback = z.strictObject({
  id: Id,
  source: Id,
  port: z.string().min(1).max(64),
  target: Id,
  /** Whether the join that it leads to waits for it. */
  awaited: z.boolean(),
  foreign: Foreign,
});
export type Callback = z.infer<typeof Callback>;

export const PlaybookDocument = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(4000),
  foreign: Foreign,
  blocks: z.array(Block).max(2000),
  callbacks: z.array(Callback).max(8000),
});
export type PlaybookDocument = z.infer<typeof PlaybookDocument>;

export type BlockId = string;
export type CallbackId = string;
export type PortId = string;
