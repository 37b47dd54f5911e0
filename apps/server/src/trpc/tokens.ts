import { tokenCreate, tokenList, tokenRevoke } from "@callbook/services/token";
import { on, router } from "./base.ts";

export const tokensRouter = router({
  list: on(tokenList).query(({ ctx, input }) => tokenList.run({ context: ctx.context, input })),
  create: on(tokenCreate).mutation(({ ctx, input }) =>
    tokenCreate.run({ context: ctx.context, input }),
  ),
  revoke: on(tokenRevoke).mutation(({ ctx, input }) =>
    tokenRevoke.run({ context: ctx.context, input }),
  ),
});
