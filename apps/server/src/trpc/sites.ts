import { siteCreate, siteList, siteRename } from "@callbook/services/site";
import { on, router } from "./base.ts";

export const sitesRouter = router({
  list: on(siteList).query(({ ctx, input }) => siteList.run({ context: ctx.context, input })),
  create: on(siteCreate).mutation(({ ctx, input }) =>
    siteCreate.run({ context: ctx.context, input }),
  ),
  rename: on(siteRename).mutation(({ ctx, input }) =>
    siteRename.run({ context: ctx.context, input }),
  ),
});
