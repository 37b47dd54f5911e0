/** Which failures of a run are handled. */
import type { Catalogue } from "../block/index.ts";
import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { isErrorPortWired } from "./finish-block.ts";
import { downstreamOf } from "./graph.ts";
import { type Reading, readingsOf } from "./reads.ts";
import type { BlockState, RunState } from "./state.ts";

export interface Failures {
  /** Failed blocks in document order. */
  readonly handled: readonly BlockState[];
  readonly unhandled: readonly BlockState[];
}

/**
 * The failed blocks of a run. A failure is handled when the block's error port
 * is wired, or when a block downstream that chose between ports has read the
 * failed block's status or error. Pure.
 */
export function failuresOf(
  document: PlaybookDocument,
  catalogue: Catalogue,
  state: RunState,
): Failures {
  const failed = document.blocks.flatMap(({ id }) => {
    const block = state.blocks[id];
    return block?.outcome === "failed" ? [block] : [];
  });
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
    if (reader === undefined || state.blocks[id]?.outcome !== "succeeded") return false;
    const chooses = catalogue.blocks.get(reader.type);
    if (chooses?.evaluate == null || chooses.ports(reader).length < 2) return false;
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
