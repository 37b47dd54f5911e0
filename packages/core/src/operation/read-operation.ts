import { z } from "zod";
import {
  Block,
  Callback,
  Id,
  PlaybookDocument,
  Position,
  upgradeBlock,
  upgradeCallback,
  upgradeDocument,
} from "../document/index.ts";
import { findUnfit, type Json, member } from "../json/index.ts";
import type { Item, Operation } from "./operation.ts";

const JsonValue: z.ZodType<Json> = z.json();
const Path = z.array(z.string().min(1).max(200)).min(1).max(40);
const BeforeId = z.string().max(64).nullable();
const Ids = z.array(z.string().max(64)).min(1).max(8000);
/** Logs, and edits that a browser has kept, hold blocks, callbacks and documents of older formats. */
const AnyBlock = z.preprocess(upgraded(upgradeBlock), Block);
const AnyCallback = z.preprocess(upgraded(upgradeCallback), Callback);
const AnyDocument = z.preprocess(
  upgraded((value) => {
    const present = upgradeDocument(value);
    return present.ok ? present.value : value;
  }),
  PlaybookDocument,
);
const Placed = z.strictObject({ callback: AnyCallback, beforeId: BeforeId });
const ItemShape: z.ZodType<Item> = z
  .looseObject({ id: z.string().min(1).max(64) })
  .transform(asItem);
const Expected = z.string().max(64).optional();

function upgraded(upgrade: (value: Json) => Json): (value: unknown) => unknown {
  return (value) => (isJson(value) ? upgrade(value) : value);
}

/** The whole operation has been found to be JSON before its shape is looked at. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function asItem(value: { id: string; [key: string]: unknown }): Item {
  return isItemJson(value) ? value : { id: value.id };
}

/** The whole operation has been found to be JSON before its shape is looked at. */
function isItemJson(value: { id: string; [key: string]: unknown }): value is Item {
  return typeof value.id === "string";
}

/** A key that JSON left out says undefined: there was no value, or it is to be removed. */
const SetField = z
  .strictObject({
    kind: z.literal("setField"),
    blockId: Id,
    path: Path,
    from: JsonValue.optional(),
    value: JsonValue.optional(),
  })
  .transform(({ from, value, ...rest }) => ({ ...rest, from, value }));

const RemoveBlocks = z
  .strictObject({
    kind: z.literal("removeBlocks"),
    blockIds: Ids,
    expected: z
      .strictObject({
        blocks: z.record(z.string(), z.string().max(64)),
        callbackIds: z.array(z.string().max(64)),
      })
      .optional(),
  })
  .transform(({ expected, ...rest }) => (expected === undefined ? rest : { ...rest, expected }));

const RemoveItem = z
  .strictObject({
    kind: z.literal("removeItem"),
    blockId: Id,
    path: Path,
    itemId: z.string().max(64),
    expected: Expected,
  })
  .transform(({ expected, ...rest }) => (expected === undefined ? rest : { ...rest, expected }));

const ReplaceDocument = z
  .strictObject({
    kind: z.literal("replaceDocument"),
    document: AnyDocument,
    expected: Expected,
  })
  .transform(({ expected, ...rest }) => (expected === undefined ? rest : { ...rest, expected }));

const Single = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("addBlocks"),
    blocks: z.array(AnyBlock).min(1).max(2000),
    callbacks: z.array(Placed).max(8000),
  }),
  RemoveBlocks,
  z.strictObject({
    kind: z.literal("moveBlocks"),
    moves: z
      .array(z.strictObject({ blockId: Id, from: Position, to: Position }))
      .min(1)
      .max(2000),
  }),
  SetField,
  z.strictObject({
    kind: z.literal("insertItem"),
    blockId: Id,
    path: Path,
    item: ItemShape,
    beforeId: BeforeId,
  }),
  z.strictObject({
    kind: z.literal("moveItem"),
    blockId: Id,
    path: Path,
    itemId: z.string().max(64),
    beforeId: BeforeId,
  }),
  RemoveItem,
  z.strictObject({ kind: z.literal("connect"), callback: AnyCallback, beforeId: BeforeId }),
  z.strictObject({ kind: z.literal("disconnect"), callbackIds: Ids }),
  z.strictObject({
    kind: z.literal("setCallback"),
    callbackId: Id,
    path: Path,
    from: JsonValue,
    value: JsonValue,
  }),
  z.strictObject({ kind: z.literal("reorder"), callbackId: Id, beforeId: BeforeId }),
  z.strictObject({
    kind: z.literal("rename"),
    blockId: Id,
    from: z.string().max(200),
    name: z.string().max(200),
  }),
  z.strictObject({ kind: z.literal("setPlaybook"), path: Path, from: JsonValue, value: JsonValue }),
  ReplaceDocument,
]);

export type ReadOperation =
  | { readonly ok: true; readonly operation: Operation }
  | { readonly ok: false; readonly message: string; readonly path: readonly string[] };

/** Most operations in one gesture, and most gestures within gestures. */
const MOST_TOGETHER = 5000;
const MOST_GESTURES = 3;
/** A document's depth, and the levels of gestures around it. */
const MOST_LEVELS = 64 + 4 * MOST_GESTURES;

/**
 * An operation that came from outside (a browser, a file, a row of the log),
 * checked, and of the present version whatever version it was made by. Never throws.
 */
export function readOperation(value: unknown): ReadOperation {
  const unfit = findUnfit(value, MOST_LEVELS, true);
  if (unfit === null) return readChecked(value, []);
  const message =
    unfit.what === "key" ? `The key "${unfit.key}" is not allowed.` : "This is no operation.";
  return { ok: false, message, path: unfit.path };
}

function readChecked(value: unknown, path: readonly string[]): ReadOperation {
  const operations = member(value, "operations");
  if (member(value, "kind") !== "together" || !Array.isArray(operations)) {
    const parsed = Single.safeParse(value);
    if (parsed.success) return { ok: true, operation: parsed.data };
    const issue = parsed.error.issues[0];
    return {
      ok: false,
      message: issue?.message ?? "This is no operation.",
      path: [...path, ...(issue?.path ?? []).map(String)],
    };
  }
  if (operations.length > MOST_TOGETHER || path.length >= 2 * MOST_GESTURES) {
    return { ok: false, message: "There are too many operations in one gesture.", path };
  }
  const read: Operation[] = [];
  for (const [i, one] of operations.entries()) {
    const part = readChecked(one, [...path, "operations", String(i)]);
    if (!part.ok) return part;
    read.push(part.operation);
  }
  return { ok: true, operation: { kind: "together", operations: read } };
}
