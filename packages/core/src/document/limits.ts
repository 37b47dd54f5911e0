import { utf8Length } from "../json/index.ts";
import type { Block, Callback, PlaybookDocument } from "./document.ts";

export const MOST_BLOCKS = 2000;
export const MOST_CALLBACKS = 8000;
/** Most bytes of a document as JSON in UTF-8: 5 MiB. */
export const MOST_BYTES = 5 * 1024 * 1024;
/** Most levels of nesting in a document, counted from its root. */
export const MOST_DEPTH = 64;

const sizes = new WeakMap<Block | Callback, number>();

/** Bytes of a document as JSON. Blocks that an edit did not touch are not measured again. */
export function documentSize(document: PlaybookDocument): number {
  const { blocks, callbacks, ...rest } = document;
  let size = utf8Length(JSON.stringify({ ...rest, blocks: [], callbacks: [] }));
  for (const block of blocks) size += sizeOf(block);
  for (const callback of callbacks) size += sizeOf(callback);
  return size;
}

function sizeOf(part: Block | Callback): number {
  const known = sizes.get(part);
  if (known !== undefined) return known;
  const size = utf8Length(JSON.stringify(part)) + 1;
  sizes.set(part, size);
  return size;
}
