export {
  type ActionPlan,
  type ActionRunFacts,
  type AppRun,
  entriesOf,
  executionSlots,
  type KeptOutcome,
  type PlannedParameter,
  plannedExecution,
} from "./action-run.ts";
export {
  type ArgumentSources,
  actionRunsOf,
  callbackArguments,
  type LoadedAction,
} from "./callback-arguments.ts";
export {
  type EntryParts,
  entryMessage,
  narrowedEntry,
  resultsEntry,
  summaryText,
  withoutContext,
} from "./entry.ts";
export { errorLines, type PrintedFailure, withPeriod } from "./error-lines.ts";
export { type FilteredIds, readStoredIds, storedIds } from "./filtered.ts";
export {
  type ParsedError,
  type ParsedSuccess,
  parseErrors,
  parseResults,
  parseSuccess,
} from "./parse.ts";
export type { PassResults, ResultReader } from "./reader.ts";
export type {
  ActionArgument,
  ActionResult,
  CallbackArguments,
  ExecutionBody,
  ExecutionRow,
  ParameterContext,
  ResultsEntry,
} from "./results.ts";
export { type ReturnData, STATUS_WORDS, type StatusWords, stateOfResults } from "./status.ts";
