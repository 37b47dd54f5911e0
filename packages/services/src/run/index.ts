export { runActionRun } from "./action-run.ts";
export { runBody } from "./body.ts";
export { runCallbackArguments } from "./callback-arguments.ts";
export { runCalls } from "./calls.ts";
export { runCancel } from "./cancel.ts";
export { runDeliveries } from "./deliveries.ts";
export { runEvents } from "./events.ts";
export { runExecutions } from "./executions.ts";
export { runGet } from "./get.ts";
export { AttemptInput, CallbackIdInput, PathInput, SlotInput } from "./input.ts";
export { runList } from "./list.ts";
export { runLogs } from "./logs.ts";
export type { Page } from "./page.ts";
export { EVENTS_AT_ONCE } from "./page.ts";
export { createPublishedPlaybooks, type PublishedPlaybooks } from "./published-playbooks.ts";
export { runResultBody } from "./result-body.ts";
export { runResults } from "./results.ts";
export { readFailure } from "./row.ts";
export { runSetPinned } from "./set-pinned.ts";
export { runStart } from "./start.ts";
export { runStartTest } from "./start-test.ts";
export type {
  ActionRunView,
  CallbackCall,
  CallRow,
  LogCursor,
  RunDetails,
  RunFailureView,
  RunRow,
  WaitRow,
} from "./views.ts";
export { runWaits } from "./waits.ts";
