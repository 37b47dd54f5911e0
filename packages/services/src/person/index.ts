export { userAdd } from "./add.ts";
export { userDeactivate } from "./deactivate.ts";
export { userList } from "./list.ts";
export { userReactivate } from "./reactivate.ts";
export { userRenewLink } from "./renew-link.ts";
export { userSetMemberships } from "./set-memberships.ts";
export {
  EmailInput,
  type InvitationLink,
  PasswordInput,
  PersonNameInput,
  type PersonRow,
} from "./views.ts";
