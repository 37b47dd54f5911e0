import {
  runActionRun,
  runBody,
  runCallbackArguments,
  runCancel,
  runEvents,
  runExecutions,
  runGet,
  runList,
  runLogs,
  runStart,
  runStartTest,
  runWaits,
} from "@callbook/services/run";
import { mutation, query, router } from "./base.ts";

export const runsRouter = router({
  startTest: mutation(runStartTest),
  start: mutation(runStart),
  list: query(runList),
  get: query(runGet),
  events: query(runEvents),
  executions: query(runExecutions),
  body: query(runBody),
  callbackArguments: query(runCallbackArguments),
  logs: query(runLogs),
  waits: query(runWaits),
  cancel: mutation(runCancel),
  actionRun: query(runActionRun),
});
