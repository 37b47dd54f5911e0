export { callbackEvents } from "./call.ts";
export { type CancelledRun, cancelEvents } from "./cancel.ts";
export { type Failures, failuresOf } from "./failures.ts";
export {
  EVENT_MESSAGE_LIMIT,
  type FinishedPass,
  finishBlockEvents,
  outcomeOf,
} from "./finish-block.ts";
export { downstreamOf } from "./graph.ts";
export { mayLeadOn } from "./may-lead-on.ts";
export { BLOCK_EXECUTION_LIMIT, nextSteps } from "./next-steps.ts";
export type { RunSituation } from "./progress.ts";
export {
  endedPaths,
  handingOn,
  neededForNextSteps,
  neededResults,
  type Reading,
  readingsOf,
} from "./reads.ts";
export { NO_ARGUMENTS, type Readiness, readiness } from "./release.ts";
export { requestNote } from "./request-note.ts";
export { readerWithFailures } from "./result-reader.ts";
export type { PassValue, Step, WrittenLine } from "./step.ts";
