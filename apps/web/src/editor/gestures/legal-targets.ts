/** Which blocks a port may call. Pure. */
import { type Catalogue, specOf, takesCallbacks } from "@callbook/core/block";
import { type Block, indexDocument, type PlaybookDocument } from "@callbook/core/document";
import type { PortRef } from "../../canvas/canvas-contract.ts";

/** Blocks that a port may call: not itself, none twice, none above it (that would be a cycle). */
export function legalTargets(
  document: PlaybookDocument,
  catalogue: Catalogue,
  from: PortRef,
): ReadonlySet<string> {
  const index = indexDocument(document);
  const source = index.blocks.get(from.blockId);
  if (source === undefined) return new Set();
  const above = upstreamOf(document, from.blockId);
  const isTarget = (block: Block) => {
    const spec = specOf(block, catalogue);
    return spec === null || takesCallbacks(spec);
  };
  const called = new Set(index.ofPort(from.blockId, from.port).map((callback) => callback.target));
  return new Set(
    document.blocks
      .filter(
        (block) =>
          block.id !== from.blockId &&
          !above.has(block.id) &&
          !called.has(block.id) &&
          isTarget(block),
      )
      .map((block) => block.id),
  );
}

/** Ids of the blocks from which callbacks lead to this one, itself excluded. */
export function upstreamOf(document: PlaybookDocument, blockId: string): ReadonlySet<string> {
  const index = indexDocument(document);
  const seen = new Set<string>();
  const open = [blockId];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { source } of index.incoming(next)) {
      if (seen.has(source)) continue;
      seen.add(source);
      open.push(source);
    }
  }
  seen.delete(blockId);
  return seen;
}
