/**
 * Folds a run log to the state of the run. Takes recorded events as truth:
 * evaluates nothing and reads no body, so that the browser folds it too.
 */
import { assertNever } from "../json/index.ts";
import type { RunEvent, RunEventBody } from "./event.ts";
import { changeExecution, changeWait, type RunStateDraft } from "./executions.ts";
import type { BlockState, RunState } from "./state.ts";

/** A bug of whoever hands in events: one is missing between two. */
export class RunLogGap extends Error {
  readonly expected: number;
  readonly found: number;
  constructor(expected: number, found: number) {
    super(`the run log has a gap: event ${expected} was expected, ${found} came`);
    this.name = "RunLogGap";
    this.expected = expected;
    this.found = found;
  }
}

/** A run of which nothing has been recorded. */
export const emptyRunState: RunState = Object.freeze({
  seq: 0,
  state: "queued",
  startedAt: null,
  finishedAt: null,
  revisionId: null,
  testRun: false,
  blocks: {},
  callbacks: {},
  cancelRequestedBy: null,
  blockExecutions: 0,
  handledFailures: 0,
  unhandledFailures: 0,
  failure: null,
});

/** A copy of the state that `applyEvent` may change. */
export function draftOf(state: RunState): RunStateDraft {
  return { ...state, blocks: { ...state.blocks }, callbacks: { ...state.callbacks } };
}

/**
 * The state after one more event. An event that the state already holds
 * (seq not above the state's) changes nothing, so that a log may be read twice
 * over; an event of an unknown type or a later version counts as seen only.
 * Pure. Throws RunLogGap when an event before this one is missing.
 */
export function reduce(state: RunState, recorded: RunEvent): RunState {
  return foldOnto(state, [recorded]);
}

/** `reduce` over several events, in one copy. Pure; throws RunLogGap. */
export function foldOnto(state: RunState, events: readonly RunEvent[]): RunState {
  const draft = draftOf(state);
  for (const event of events) applyEvent(draft, event);
  return draft;
}

/** The state of a run from its whole log. Pure; throws RunLogGap. */
export function foldRun(events: readonly RunEvent[]): RunState {
  return foldOnto(emptyRunState, events);
}

/** Folds one event into a draft. */
export function applyEvent(draft: RunStateDraft, recorded: RunEvent): void {
  if (recorded.seq <= draft.seq) return;
  if (recorded.seq !== draft.seq + 1) throw new RunLogGap(draft.seq + 1, recorded.seq);
  draft.seq = recorded.seq;
  if (!isKnown(recorded.event)) return;
  applyBody(draft, recorded.event, recorded);
  const isLive = draft.state === "running" || draft.state === "waiting";
  if (isLive && MOVES_BLOCKS.has(recorded.event.type)) draft.state = liveState(draft);
}

const KNOWN_TYPES: Readonly<Record<RunEventBody["type"], true>> = {
  RunStarted: true,
  BlockStarted: true,
  RequestIntended: true,
  ExecutionFinished: true,
  AppRunFinished: true,
  BlockWaiting: true,
  CallbackReceived: true,
  WaitExpired: true,
  BlockFinished: true,
  CallbackCalled: true,
  CallbackDied: true,
  BlockSkipped: true,
  LogWritten: true,
  CancelRequested: true,
  RunFinished: true,
};

function isKnown(event: RunEventBody): boolean {
  return event.v === 1 && Object.hasOwn(KNOWN_TYPES, event.type);
}

function applyBody(draft: RunStateDraft, event: RunEventBody, { at, seq }: RunEvent): void {
  switch (event.type) {
    case "RunStarted":
      draft.state = "running";
      draft.startedAt = at;
      draft.revisionId = event.revisionId;
      draft.testRun = event.testRun;
      return;
    case "BlockStarted":
      draft.blockExecutions += 1;
      draft.blocks[event.path] = {
        ...blankBlock(event.path, event.blockId),
        state: "running",
        startedAt: at,
        action: event.action,
      };
      return;
    case "RequestIntended":
      changeExecution(draft, event, (before) => ({
        ...before,
        state: "intended",
        attempt: event.attempt,
      }));
      return;
    case "BlockWaiting":
      changeExecution(draft, event, (before) => ({
        ...before,
        state: "waiting",
        waitId: event.waitId,
        deadline: event.deadline,
      }));
      return;
    case "ExecutionFinished":
      changeExecution(draft, event, (before) => ({ ...before, state: event.status }));
      return;
    case "CallbackReceived":
      changeWait(draft, event, (before) => ({ ...before, deliveryId: event.deliveryId }));
      return;
    case "WaitExpired":
      changeWait(draft, event, (before) => ({ ...before, expired: true }));
      return;
    case "BlockFinished": {
      const before = draft.blocks[event.path] ?? blankBlock(event.path, event.blockId);
      draft.blocks[event.path] = {
        ...before,
        state: event.outcome,
        finishedAt: at,
        outcome: event.outcome,
        succeeded: event.succeeded,
        total: event.total,
        failure: event.failure,
        taken: event.taken,
      };
      return;
    }
    case "BlockSkipped":
      draft.blocks[event.path] = {
        ...blankBlock(event.path, event.blockId),
        state: "skipped",
        finishedAt: at,
        skipReason: event.reason,
      };
      return;
    case "CallbackCalled":
      draft.callbacks[event.callbackId] = {
        callbackId: event.callbackId,
        state: "called",
        at,
        seq,
        mode: event.mode,
        args: event.args,
        reason: null,
      };
      return;
    case "CallbackDied":
      draft.callbacks[event.callbackId] = {
        callbackId: event.callbackId,
        state: "dead",
        at,
        seq,
        mode: null,
        args: null,
        reason: event.reason,
      };
      return;
    case "CancelRequested":
      draft.cancelRequestedBy = event.by;
      return;
    case "RunFinished":
      draft.state = event.state;
      draft.finishedAt = at;
      draft.handledFailures = event.handledFailures;
      draft.unhandledFailures = event.unhandledFailures;
      draft.failure = event.failure;
      return;
    case "AppRunFinished":
    case "LogWritten":
      return;
    default:
      assertNever(event, "run event");
  }
}

function blankBlock(path: string, blockId: string): BlockState {
  return {
    path,
    blockId,
    state: "queued",
    startedAt: null,
    finishedAt: null,
    action: null,
    executions: {},
    outcome: null,
    succeeded: 0,
    total: 0,
    failure: null,
    taken: [],
    skipReason: null,
  };
}

/** Events after which a block may have begun or ceased to run or to wait. */
const MOVES_BLOCKS: ReadonlySet<RunEventBody["type"]> = new Set([
  "BlockStarted",
  "RequestIntended",
  "BlockWaiting",
  "ExecutionFinished",
  "CallbackReceived",
  "WaitExpired",
  "BlockFinished",
]);

/** A run waits when every live block of it waits. */
function liveState(draft: RunStateDraft): "running" | "waiting" {
  let waits = false;
  for (const path in draft.blocks) {
    const state = draft.blocks[path]?.state;
    if (state === "running") return "running";
    if (state === "waiting") waits = true;
  }
  return waits ? "waiting" : "running";
}
