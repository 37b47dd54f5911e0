import {
  userAdd,
  userDeactivate,
  userList,
  userReactivate,
  userRenewLink,
  userSetMemberships,
} from "@callbook/services/person";
import { on, router } from "./base.ts";

export const usersRouter = router({
  list: on(userList).query(({ ctx, input }) => userList.run({ context: ctx.context, input })),
  add: on(userAdd).mutation(({ ctx, input }) => userAdd.run({ context: ctx.context, input })),
  setMemberships: on(userSetMemberships).mutation(({ ctx, input }) =>
    userSetMemberships.run({ context: ctx.context, input }),
  ),
  deactivate: on(userDeactivate).mutation(({ ctx, input }) =>
    userDeactivate.run({ context: ctx.context, input }),
  ),
  reactivate: on(userReactivate).mutation(({ ctx, input }) =>
    userReactivate.run({ context: ctx.context, input }),
  ),
  renewLink: on(userRenewLink).mutation(({ ctx, input }) =>
    userRenewLink.run({ context: ctx.context, input }),
  ),
});
