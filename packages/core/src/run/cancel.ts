/** What is appended when a cancel ends the blocks that are live. */
import type { Catalogue } from "../block/index.ts";
import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import {
  applyEvent,
  type BlockState,
  draftOf,
  type ExecutionState,
  type RunEventBody,
  type RunState,
} from "../log/index.ts";
import { callbackEvents } from "./call.ts";
import { blockOf } from "./finish-block.ts";

export interface CancelledRun {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  /** With CancelRequested. Actions whose outcome is known are finished before (the outcome is kept). */
  readonly state: RunState;
  /** The handle of an action run; null: it has none. */
  readonly handle: (actionRunId: number) => string | null;
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
  handle,
}: CancelledRun): readonly RunEventBody[] {
  const graph = indexDocument(document);
  const draft = draftOf(state);
  const events: RunEventBody[] = [];
  const record = (event: RunEventBody) => {
    events.push(event);
    applyEvent(draft, { seq: draft.seq + 1, at: "", event });
  };
  const live = Object.values<BlockState>(state.blocks).filter(
    (pass) => pass.outcome === null && isStarted(pass),
  );
  for (const pass of live) {
    const { block, spec } = blockOf(graph, catalogue, pass.blockId);
    const by = state.cancelRequestedBy ?? "the engine";
    record(cancelled(pass, spec.failingName(block), by));
    const ended = { ...pass, state: "cancelled" as const, taken: [] };
    const calling = { graph, state: draft, block, spec, pass: ended, filtered: {}, handle };
    for (const event of callbackEvents(calling)) record(event);
  }
  return events;
}

function isStarted({ state }: BlockState): boolean {
  return state === "running" || state === "waiting";
}

function cancelled(block: BlockState, name: string, by: string): RunEventBody {
  const ended = Object.values<ExecutionState>(block.executions);
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
      failureIndicator: `${name} failed.`,
      statusCode: 409,
      message: `Cancelled by ${by}`,
      field: null,
    },
    taken: [],
  };
}
