/** The end of a run that the engine cannot take further: everything is closed, and it says where and why. */
import type { PlaybookDocument } from "@callbook/core/document";
import {
  type BlockState,
  blockPath,
  callsOf,
  type FailureSummary,
  passesOf,
  type RunState,
} from "@callbook/core/log";
import type { Turn } from "./turn.ts";

export interface Crash {
  readonly code: "F-INTERNAL" | "PROCESS_DIED";
  readonly message: string;
}

/** Ends live passes as failed, lets open callbacks die, skips the rest and finishes the run. */
export function recordCrash(turn: Turn, crash: Crash): void {
  const { document } = turn.memory;
  const failure: FailureSummary = {
    class: "F-INTERNAL",
    failureIndicator: "The run failed.",
    statusCode: 500,
    message: crash.message.slice(0, 1000),
    field: null,
  };
  const live = livePasses(turn.state);
  for (const { path, blockId, action } of live) {
    const counts = { succeeded: 0, total: action?.executions ?? 0 };
    const type = "BlockFinished";
    turn.record({ v: 1, type, path, blockId, outcome: "failed", ...counts, failure, taken: [] });
  }
  for (const { id: callbackId, source } of document.callbacks) {
    if (callsOf(turn.state, callbackId).length > 0) continue;
    const pass = passesOf(turn.state, source).at(-1);
    const path = pass?.path ?? blockPath(source);
    const reason = pass === undefined ? "source skipped" : "source failed";
    turn.record({ v: 2, type: "CallbackDied", callbackId, path, reason });
  }
  for (const { id: blockId } of document.blocks) {
    if (passesOf(turn.state, blockId).length > 0) continue;
    const path = blockPath(blockId);
    turn.record({ v: 2, type: "BlockSkipped", path, blockId, reason: "the run failed", died: [] });
  }
  const [first] = live;
  turn.record({
    v: 2,
    type: "RunFinished",
    state: "failed",
    handledFailures: 0,
    unhandledFailures: Math.max(1, live.length),
    failure: {
      code: crash.code,
      message: failure.message,
      blockId: first?.blockId ?? null,
      path: first?.path ?? null,
    },
  });
}

/** "the process died 5 times at block X". */
export function diedRepeatedly(state: RunState, document: PlaybookDocument, times: number): Crash {
  const [first] = livePasses(state);
  const block = document.blocks.find(({ id }) => id === first?.blockId);
  const where = block === undefined ? "" : ` at block ${block.name}`;
  return { code: "PROCESS_DIED", message: `The process died ${times} times${where}.` };
}

function livePasses(state: RunState): readonly BlockState[] {
  return Object.values<BlockState>(state.blocks).filter(
    ({ outcome, state: now }) => outcome === null && now !== "skipped",
  );
}
