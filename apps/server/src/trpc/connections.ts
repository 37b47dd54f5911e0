import {
  connectionCancelTest,
  connectionCreate,
  connectionFormOptions,
  connectionGet,
  connectionList,
  connectionRemove,
  connectionTest,
  connectionTestSaved,
  connectionUpdate,
  connectionWhereUsed,
} from "@callbook/services/connection";
import { on, router } from "./base.ts";

export const connectionsRouter = router({
  list: on(connectionList).query(({ ctx, input }) =>
    connectionList.run({ context: ctx.context, input }),
  ),
  get: on(connectionGet).query(({ ctx, input }) =>
    connectionGet.run({ context: ctx.context, input }),
  ),
  create: on(connectionCreate).mutation(({ ctx, input }) =>
    connectionCreate.run({ context: ctx.context, input }),
  ),
  update: on(connectionUpdate).mutation(({ ctx, input }) =>
    connectionUpdate.run({ context: ctx.context, input }),
  ),
  remove: on(connectionRemove).mutation(({ ctx, input }) =>
    connectionRemove.run({ context: ctx.context, input }),
  ),
  formOptions: on(connectionFormOptions).query(({ ctx, input }) =>
    connectionFormOptions.run({ context: ctx.context, input }),
  ),
  test: on(connectionTest).mutation(({ ctx, input }) =>
    connectionTest.run({ context: ctx.context, input }),
  ),
  testSaved: on(connectionTestSaved).mutation(({ ctx, input }) =>
    connectionTestSaved.run({ context: ctx.context, input }),
  ),
  cancelTest: on(connectionCancelTest).mutation(({ ctx, input }) =>
    connectionCancelTest.run({ context: ctx.context, input }),
  ),
  whereUsed: on(connectionWhereUsed).query(({ ctx, input }) =>
    connectionWhereUsed.run({ context: ctx.context, input }),
  ),
});
