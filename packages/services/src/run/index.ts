export { runActionRun } from "./action-run.ts";
export { runBody } from "./body.ts";
export { runCallbackArguments } from "./callback-arguments.ts";
export { runCancel } from "./cancel.ts";
export { runEvents } from "./events.ts";
export { runExecutions } from "./executions.ts";
export { runGet } from "./get.ts";
export { runList } from "./list.ts";
export { runLogs } from "./logs.ts";
export { createPublishedPlaybooks, type PublishedPlaybooks } from "./published-playbooks.ts";
export { runStart } from "./start.ts";
export { runStartTest } from "./start-test.ts";
export type {
  ActionRunView,
  CallbackCall,
  RunDetails,
  RunLogLine,
  RunRow,
  WaitRow,
} from "./views.ts";
export { runWaits } from "./waits.ts";
