export { BesideState, besideState } from "./beside-state.tsx";
export { CallbackArgumentsView } from "./callback-arguments.tsx";
export { CallbackTab, callbackSentence } from "./callback-tab.tsx";
export { type ErrorActions, ErrorDetail } from "./error-detail.tsx";
export { ErrorLines } from "./error-lines.tsx";
export { ErrorTab } from "./error-tab.tsx";
export { ExecutionTree } from "./execution-tree.tsx";
export { RawTab, RawView } from "./raw-view.tsx";
export { type Repair, repairOf } from "./repair.ts";
export {
  byBlock,
  byConnection,
  type CallbackRow,
  type EndedExecutions,
  executionKey,
  type FailedPart,
  failedParts,
  groupTitle,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
  spanOfRows,
  stateOfEnded,
} from "./results-data.ts";
export { type ExtraTab, ResultsPanel } from "./results-panel.tsx";
export { stepNames, TraceColumn, TraceRow } from "./trace.tsx";
export { type Loaded, useLoaded } from "./use-loaded.ts";
