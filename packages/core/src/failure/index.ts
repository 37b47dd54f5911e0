export {
  FAILURE_CLASSES,
  type Failure,
  type FailureClass,
  type RemedyTarget,
  TRACE_STEPS,
  type TraceStep,
  type TraceStepName,
} from "./failure.ts";
export {
  completeFailure,
  type FailureFacts,
  type FailurePlace,
  makeFailure,
} from "./make-failure.ts";
