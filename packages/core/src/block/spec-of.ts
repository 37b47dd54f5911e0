import type { Block } from "../document/index.ts";
import type { BlockSpec, Catalogue } from "./spec.ts";

/**
 * The declaration of a block's type; null: the type, or so new a version of it,
 * is not known here. Such a block is a placeholder: its configuration is kept
 * unread and its ports are those that callbacks leave from.
 */
export function specOf(
  block: Pick<Block, "type" | "version">,
  catalogue: Pick<Catalogue, "blocks">,
): BlockSpec | null {
  const spec = catalogue.blocks.get(block.type);
  return spec === undefined || block.version > spec.version ? null : spec;
}
