/** The end of a run that the engine cannot take further: everything is closed, and it says where and why. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { FailureSummary, RunState } from "@callbook/core/run";
import type { Draft } from "./draft.ts";

export interface Crash {
  readonly code: "F-INTERNAL" | "PROCESS_DIED";
  readonly message: string;
}

/** Ends live blocks as failed, lets open callbacks die, skips the rest and finishes the run. */
export function recordCrash(draft: Draft, document: PlaybookDocument, crash: Crash): void {
  const failure: FailureSummary = {
    class: "F-INTERNAL",
    failureIndicator: "The run failed.",
    statusCode: 500,
    message: crash.message.slice(0, 1000),
    field: null,
  };
  const live = liveBlocks(draft.state);
  for (const { path, blockId, action } of live) {
    const counts = { succeeded: 0, total: action?.executions ?? 0 };
    const type = "BlockFinished";
    draft.record({ v: 1, type, path, blockId, outcome: "failed", ...counts, failure, taken: [] });
  }
  for (const { id, source } of document.callbacks) {
    if (draft.state.callbacks[id] !== undefined) continue;
    const ran = draft.state.blocks[source] !== undefined;
    const reason = ran ? "source failed" : "source skipped";
    draft.record({ v: 1, type: "CallbackDied", callbackId: id, reason });
  }
  for (const { id } of document.blocks) {
    if (draft.state.blocks[id] !== undefined) continue;
    draft.record({ v: 1, type: "BlockSkipped", path: id, blockId: id, reason: "the run failed" });
  }
  draft.record({
    v: 1,
    type: "RunFinished",
    state: "failed",
    handledFailures: 0,
    unhandledFailures: Math.max(1, live.length),
    failure: { code: crash.code, message: failure.message, blockId: live[0]?.blockId ?? null },
  });
}

/** "the process died 5 times at block X". */
export function diedRepeatedly(state: RunState, document: PlaybookDocument, times: number): Crash {
  const [first] = liveBlocks(state);
  const block = document.blocks.find(({ id }) => id === first?.blockId);
  const where = block === undefined ? "" : ` at block ${block.name}`;
  return { code: "PROCESS_DIED", message: `The process died ${times} times${where}.` };
}

function liveBlocks(state: RunState) {
  return Object.values(state.blocks).filter(
    ({ outcome, state: now }) => outcome === null && now !== "skipped",
  );
}
