/** What is appended when a cancel ends the blocks that are live. */
import type { Catalogue } from "../block/index.ts";
import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { callbackEvents } from "./call.ts";
import type { RunEventBody } from "./event.ts";
import { blockOf, commandOf } from "./finish-block.ts";
import { applyEvent, draftOf } from "./fold.ts";
import type { BlockState, RunState } from "./state.ts";

export interface CancelledRun {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  /** With CancelRequested. Actions whose outcome is known are finished before (the outcome is kept). */
  readonly state: RunState;
}

/**
 * BlockFinished as cancelled for every block that runs or waits, and
 * CallbackDied for its callbacks. `nextSteps` then skips what has not run and
 * ends the run. Empty when nothing is live. Pure.
 */
export function cancelEvents({
  document,
  catalogue,
  state,
}: CancelledRun): readonly RunEventBody[] {
  const graph = indexDocument(document);
  const draft = draftOf(state);
  const events: RunEventBody[] = [];
  const record = (event: RunEventBody) => {
    events.push(event);
    applyEvent(draft, { seq: draft.seq + 1, at: "", event });
  };
  const live = Object.values(state.blocks).filter(
    (block) => block.outcome === null && isStarted(block),
  );
  for (const block of live) {
    const found = blockOf(graph, catalogue, block.blockId);
    record(cancelled(block, commandOf(found.block), state.cancelRequestedBy ?? "the engine"));
    for (const event of callbackEvents({ graph, state: draft, ...found, filteredResults: null }))
      record(event);
  }
  return events;
}

function isStarted(block: BlockState): boolean {
  return block.state === "running" || block.state === "waiting";
}

function cancelled(block: BlockState, command: string, by: string): RunEventBody {
  const ended = Object.values(block.executions);
  return {
    v: 1,
    type: "BlockFinished",
    path: block.path,
    blockId: block.blockId,
    outcome: "cancelled",
    succeeded: ended.filter(({ state }) => state === "success").length,
    total: block.action?.executions ?? 0,
    failure: {
      class: "F-CANCEL",
      failureIndicator: `${command} failed.`,
      statusCode: 409,
      message: `Cancelled by ${by}`,
      field: null,
    },
    taken: [],
  };
}
