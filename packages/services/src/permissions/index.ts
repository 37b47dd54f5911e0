export { type Actor, demand, type MembershipOf, may } from "./actor.ts";
export {
  asRole,
  includesRole,
  PERMISSIONS,
  ROLES,
  type Role,
  VERB_NAMES,
  type VerbName,
} from "./permissions.ts";
