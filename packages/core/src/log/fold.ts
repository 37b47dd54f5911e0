/**
 * Folds a run log to the state of the run. Takes recorded events as truth:
 * evaluates nothing and reads no body, so that the browser folds it too.
 */
import { assertNever } from "../json/index.ts";
import { finishBlock, skipBlock, startBlock } from "./change-block.ts";
import { callAll, type Place, putCalled, putDeath } from "./change-calls.ts";
import { draftOf, type RunStateDraft } from "./draft.ts";
import type { RunEvent, RunEventBody } from "./event.ts";
import { changeExecution, changeWait, countRequest } from "./executions.ts";
import { presentEvent } from "./known.ts";
import type { RunState } from "./state.ts";

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
  running: 0,
  waiting: 0,
  cancelRequestedBy: null,
  blockExecutions: 0,
  handledFailures: 0,
  unhandledFailures: 0,
  failure: null,
  requests: 0,
  failedRequests: 0,
  unknownRequests: 0,
});

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
  const event = presentEvent(recorded.event);
  if (event === null) return;
  applyBody(draft, event, recorded);
  const isLive = draft.state === "running" || draft.state === "waiting";
  // A run waits when every live pass of it waits.
  if (isLive && MOVES_BLOCKS.has(event.type))
    draft.state = draft.running === 0 && draft.waiting > 0 ? "waiting" : "running";
}

function applyBody(draft: RunStateDraft, event: RunEventBody, place: Place): void {
  switch (event.type) {
    case "RunStarted":
      draft.state = "running";
      draft.startedAt = place.at;
      draft.revisionId = event.revisionId;
      draft.testRun = event.testRun;
      return;
    case "BlockStarted":
      return startBlock(draft, event, event.action, place);
    case "BlockRan":
      // A log of version 1 may have been cut behind the start of a pass; then this is its end.
      if (draft.blocks[event.path]?.state !== "running") startBlock(draft, event, null, place);
      finishBlock(draft, { ...event, succeeded: 0, total: 0 }, place);
      callAll(draft, event, place);
      return;
    case "RequestIntended":
      return changeExecution(draft, event, { state: "intended", attempt: event.attempt });
    case "BlockWaiting": {
      const { waitId, kind: waitKind, deadline } = event;
      return changeExecution(draft, event, { state: "waiting", waitId, waitKind, deadline });
    }
    case "ExecutionFinished":
      countRequest(draft, event);
      return changeExecution(draft, event, { state: event.status });
    case "CallbackReceived":
      return changeWait(draft, event, { deliveryId: event.deliveryId });
    case "WaitExpired":
      return changeWait(draft, event, { expired: true });
    case "BlockFinished":
      return finishBlock(draft, event, place);
    case "BlockSkipped":
      return skipBlock(draft, event, place);
    case "CallbackCalled":
      return putCalled(draft, event, place);
    case "CallbackDied":
      return putDeath(draft, event, place);
    case "CancelRequested":
      draft.cancelRequestedBy = event.by;
      return;
    case "RunFinished":
      draft.state = event.state;
      draft.finishedAt = place.at;
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

/** Events after which a pass may have begun or ceased to run or to wait. */
const MOVES_BLOCKS: ReadonlySet<RunEventBody["type"]> = new Set([
  "BlockStarted",
  "BlockRan",
  "RequestIntended",
  "BlockWaiting",
  "ExecutionFinished",
  "CallbackReceived",
  "WaitExpired",
  "BlockFinished",
]);
