import { commandCancelTest, commandTest } from "@callbook/services/command";
import { on, router } from "./base.ts";

export const commandsRouter = router({
  test: on(commandTest).mutation(({ ctx, input }) =>
    commandTest.run({ context: ctx.context, input }),
  ),
  cancelTest: on(commandCancelTest).mutation(({ ctx, input }) =>
    commandCancelTest.run({ context: ctx.context, input }),
  ),
});
