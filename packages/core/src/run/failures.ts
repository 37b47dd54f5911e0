/** Which failures of a run are handled. */
import type { Catalogue } from "../block/index.ts";
import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { type BlockState, passesOf, type RunState } from "../log/index.ts";
import { isErrorPortWired } from "./finish-block.ts";
import { downstreamOf } from "./graph.ts";
import { type Reading, readingsOf } from "./reads.ts";

export interface Failures {
  /** Failed passes in the document's order of their blocks. */
  readonly handled: readonly BlockState[];
  readonly unhandled: readonly BlockState[];
}

/**
 * The failed passes of a run. A failure is handled when the block's error port
 * is wired, or when a block downstream that has conditions has read the failed
 * block's status or error. Pure.
 */
export function failuresOf(
  document: PlaybookDocument,
  catalogue: Catalogue,
  state: RunState,
): Failures {
  const failed = document.blocks.flatMap(({ id }) =>
    passesOf(state, id).filter(({ outcome }) => outcome === "failed"),
  );
  const handled = failed.filter((block) => isHandled(document, catalogue, state, block.blockId));
  return { handled, unhandled: failed.filter((block) => !handled.includes(block)) };
}

function isHandled(
  document: PlaybookDocument,
  catalogue: Catalogue,
  state: RunState,
  blockId: string,
): boolean {
  const graph = indexDocument(document);
  const block = graph.blocks.get(blockId);
  const spec = block && catalogue.blocks.get(block.type);
  if (block === undefined || spec === undefined) return false;
  if (isErrorPortWired(graph, spec, block)) return true;
  return [...downstreamOf(document, blockId)].some((id) => {
    const reader = graph.blocks.get(id);
    if (reader === undefined) return false;
    if (passesOf(state, id).every(({ outcome }) => outcome !== "succeeded")) return false;
    const fields = catalogue.blocks.get(reader.type)?.fields ?? [];
    if (!fields.some(({ kind }) => kind === "branches")) return false;
    return readingsOf(document, reader).some((reading) => readsFailure(reading, blockId));
  });
}

/** `<block>:action_result.status` and `.error`, also in the forms beside it, and `<block>:status`. */
function readsFailure({ blockId, datapath }: Reading, failedId: string): boolean {
  if (blockId !== failedId) return false;
  const keys = datapath.segments.flatMap((segment) =>
    segment.kind === "key" ? [segment.key] : [],
  );
  return keys[0] === "status" || keys[1] === "status" || keys[1] === "error";
}
