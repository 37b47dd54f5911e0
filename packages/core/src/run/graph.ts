/** What lies behind a block. */
import { indexDocument, type PlaybookDocument } from "../document/index.ts";

/** Ids of the blocks that callbacks lead to from this one, itself excluded. Pure. */
export function downstreamOf(document: PlaybookDocument, blockId: string): ReadonlySet<string> {
  const graph = indexDocument(document);
  const seen = new Set<string>();
  const open = [blockId];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { target } of graph.outgoing(next)) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  seen.delete(blockId);
  return seen;
}
