/** Blocks on the system clipboard as JSON: across tabs, into a chat and back. Pure. */
import { Block, Callback, FORMAT_VERSION, type PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import type { Operation } from "@callbook/core/operation";
import { z } from "zod";
import { boundsOf, type Point, snapped } from "./geometry.ts";

const Copied = z.object({
  callbook: z.literal("blocks"),
  formatVersion: z.literal(FORMAT_VERSION),
  blocks: z.array(Block).min(1).max(2000),
  callbacks: z.array(Callback).max(8000),
});
export type Copied = z.infer<typeof Copied>;

/** The chosen blocks and the callbacks among them; null when nothing that may be copied is chosen. */
export function copyBlocks(
  document: PlaybookDocument,
  chosen: ReadonlySet<string>,
  mayCopy: (block: Block) => boolean,
): Copied | null {
  const blocks = document.blocks.filter((block) => chosen.has(block.id) && mayCopy(block));
  if (blocks.length === 0) return null;
  const ids = new Set(blocks.map((block) => block.id));
  const callbacks = document.callbacks.filter(
    (callback) => ids.has(callback.source) && ids.has(callback.target),
  );
  return { callbook: "blocks", formatVersion: FORMAT_VERSION, blocks, callbacks };
}

/** What a text on the clipboard holds; null when it is something else. */
export function parseCopied(text: string): Copied | null {
  if (!text.includes('"callbook"')) return null;
  try {
    const parsed = Copied.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export interface Pasted {
  readonly operation: Operation;
  readonly blockIds: readonly string[];
}

/**
 * One operation that adds copies under new ids with their upper left corner at
 * `at`. References among the copied blocks point to the copies; references to
 * others stay. Names are made unique where the operation is applied.
 */
export function pasteBlocks(
  copied: Copied,
  at: Point,
  newId: (prefix: "b" | "c") => string,
): Pasted {
  const bounds = boundsOf(
    copied.blocks.map((block) => ({ ...block.position, width: 0, height: 0 })),
  );
  const shift = bounds === null ? { x: 0, y: 0 } : { x: at.x - bounds.x, y: at.y - bounds.y };
  const ids = new Map(copied.blocks.map((block) => [block.id, newId("b")]));
  const renamed = (id: string) => ids.get(id) ?? id;
  const blocks = copied.blocks.map((block) => ({
    ...block,
    id: renamed(block.id),
    position: snapped({ x: block.position.x + shift.x, y: block.position.y + shift.y }),
    config: mapTexts(block.config, (text) => withNewReferences(text, ids)),
  }));
  const callbacks = copied.callbacks.map((callback) => ({
    callback: {
      ...callback,
      id: newId("c"),
      source: renamed(callback.source),
      target: renamed(callback.target),
    },
    beforeId: null,
  }));
  return {
    operation: { kind: "addBlocks", blocks, callbacks },
    blockIds: blocks.map((block) => block.id),
  };
}

/** References stand in texts as "#b_x1:"; ids end where a character that no id holds follows. */
function withNewReferences(text: string, ids: ReadonlyMap<string, string>): string {
  if (!text.includes("#b_")) return text;
  return text.replace(/#(b_[A-Za-z0-9_-]{1,40})/g, (whole, id: string) => {
    const found = ids.get(id);
    return found === undefined ? whole : `#${found}`;
  });
}

function mapTexts(config: Block["config"], change: (text: string) => string): Block["config"] {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, mapJson(value, change)]),
  );
}

function mapJson(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapJson(item, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapJson(item, change)]),
  );
}
