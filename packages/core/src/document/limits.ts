import { type JsonObject, utf8Length } from "../json/index.ts";
import type { Block, Callback, PlaybookDocument } from "./document.ts";
import { ADDED_IN_2, withoutDefaults } from "./upgrade.ts";

export const MOST_BLOCKS = 2000;
export const MOST_CALLBACKS = 8000;
/** Most bytes of a document, as `documentSize` counts them: 5 MiB. */
export const MOST_BYTES = 5 * 1024 * 1024;
/** Most bytes of JSON text that are read as a document: room for every default of a full one, written out. */
export const MOST_TEXT_BYTES = MOST_BYTES + 512 * 1024;
/** Most levels of nesting in a document, counted from its root. */
export const MOST_DEPTH = 64;

const sizes = new WeakMap<Block | Callback, number>();

/**
 * Bytes of a document as JSON in UTF-8, without what it leaves at the defaults
 * of a newer format, so that none grows over the limit by being upgraded.
 * Blocks that an edit did not touch are not measured again.
 */
export function documentSize(document: PlaybookDocument): number {
  const { blocks, callbacks, ...rest } = document;
  const head = withoutDefaults(rest, ADDED_IN_2.document);
  let size = utf8Length(JSON.stringify({ ...head, blocks: [], callbacks: [] }));
  for (const block of blocks) size += sizeOf(block, ADDED_IN_2.block);
  for (const callback of callbacks) size += sizeOf(callback, ADDED_IN_2.callback);
  return size;
}

function sizeOf(part: Block | Callback, defaults: JsonObject): number {
  const known = sizes.get(part);
  if (known !== undefined) return known;
  const size = utf8Length(JSON.stringify(withoutDefaults(part, defaults))) + 1;
  sizes.set(part, size);
  return size;
}
