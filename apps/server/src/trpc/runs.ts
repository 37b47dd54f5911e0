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
import { on, router } from "./base.ts";

export const runsRouter = router({
  startTest: on(runStartTest).mutation(({ ctx, input }) =>
    runStartTest.run({ context: ctx.context, input }),
  ),
  start: on(runStart).mutation(({ ctx, input }) => runStart.run({ context: ctx.context, input })),
  list: on(runList).query(({ ctx, input }) => runList.run({ context: ctx.context, input })),
  get: on(runGet).query(({ ctx, input }) => runGet.run({ context: ctx.context, input })),
  events: on(runEvents).query(({ ctx, input }) => runEvents.run({ context: ctx.context, input })),
  executions: on(runExecutions).query(({ ctx, input }) =>
    runExecutions.run({ context: ctx.context, input }),
  ),
  body: on(runBody).query(({ ctx, input }) => runBody.run({ context: ctx.context, input })),
  callbackArguments: on(runCallbackArguments).query(({ ctx, input }) =>
    runCallbackArguments.run({ context: ctx.context, input }),
  ),
  logs: on(runLogs).query(({ ctx, input }) => runLogs.run({ context: ctx.context, input })),
  waits: on(runWaits).query(({ ctx, input }) => runWaits.run({ context: ctx.context, input })),
  cancel: on(runCancel).mutation(({ ctx, input }) =>
    runCancel.run({ context: ctx.context, input }),
  ),
  actionRun: on(runActionRun).query(({ ctx, input }) =>
    runActionRun.run({ context: ctx.context, input }),
  ),
});
