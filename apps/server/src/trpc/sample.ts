import { sampleRemove, sampleState } from "@callbook/services/sample";
import { on, router } from "./base.ts";

export const sampleRouter = router({
  state: on(sampleState).query(({ ctx, input }) =>
    sampleState.run({ context: ctx.context, input }),
  ),
  remove: on(sampleRemove).mutation(({ ctx, input }) =>
    sampleRemove.run({ context: ctx.context, input }),
  ),
});
