/** Blocks that stand in others, as in a loop. */
import type { Block, PlaybookDocument } from "./document.ts";

/** Whether a block is `around` itself or stands in it, over any number of blocks between. Ends also where parents go round in a circle. */
export function isInside(
  around: string,
  blockId: string,
  blocks: ReadonlyMap<string, Pick<Block, "parent">>,
): boolean {
  const seen = new Set<string>();
  for (let id: string | null = blockId; id !== null; id = blocks.get(id)?.parent ?? null) {
    if (id === around) return true;
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return false;
}

/** The ids of these blocks and of all that stand in them. Pure. */
export function withInsides(
  document: PlaybookDocument,
  blockIds: ReadonlySet<string>,
): ReadonlySet<string> {
  const inside = new Map<string, string[]>();
  for (const { id, parent } of document.blocks) {
    if (parent === null) continue;
    const known = inside.get(parent);
    if (known === undefined) inside.set(parent, [id]);
    else known.push(id);
  }
  const found = new Set(blockIds);
  // A set is walked to its end also while it grows.
  for (const id of found) for (const inner of inside.get(id) ?? []) found.add(inner);
  return found;
}
