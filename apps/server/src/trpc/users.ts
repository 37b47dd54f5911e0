import {
  userAdd,
  userDeactivate,
  userList,
  userReactivate,
  userRenewLink,
  userSetMemberships,
} from "@callbook/services/person";
import { mutation, query, router } from "./base.ts";

export const usersRouter = router({
  list: query(userList),
  add: mutation(userAdd),
  setMemberships: mutation(userSetMemberships),
  deactivate: mutation(userDeactivate),
  reactivate: mutation(userReactivate),
  renewLink: mutation(userRenewLink),
});
