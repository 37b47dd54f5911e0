export { blankBlock, draftOf, type RunStateDraft } from "./draft.ts";
export type {
  AppRunReference,
  ArgumentReferences,
  BlockOutcome,
  CalledCallback,
  DeadCallback,
  DeathReason,
  EventOf,
  FailureSummary,
  FilteredReference,
  LogLevel,
  MatchedResult,
  RunEvent,
  RunEventBody,
  RunFailure,
  WaitKind,
} from "./event.ts";
export { applyEvent, emptyRunState, foldOnto, foldRun, RunLogGap, reduce } from "./fold.ts";
export { KeptState } from "./kept-state.ts";
export { firstUnknown, presentEvent } from "./known.ts";
export { EVENT_LIMIT_BYTES, fitted, isWithinLimit } from "./limit.ts";
export { callOf, callsOf, lastCall, lastPass, passAt, passesOf } from "./passes.ts";
export {
  type BlockPath,
  besides,
  blockIdOf,
  blockPath,
  inPass,
  type PassStep,
  parentOf,
  parsePath,
  passOf,
  printPath,
  readPath,
} from "./path.ts";
export { executionOf, executionSlot, type Slot, slotNamed } from "./slot.ts";
export type {
  BlockRunState,
  BlockState,
  CallbackState,
  ExecutionState,
  RequestCounts,
  RunState,
  RunStateName,
} from "./state.ts";
export { type TimelineRow, timeline } from "./timeline.ts";
