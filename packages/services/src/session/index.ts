export { createSessions, type Sessions } from "./auth.ts";
export { createOwner, demandNoOwner, hasOwner, OwnerInput } from "./create-owner.ts";
export { actorOf, actorOfToken } from "./find-actor.ts";
export { joinByInvitation, readInvitation } from "./invitation.ts";
export { createSignInDesk, type SignInDesk } from "./sign-in.ts";
export { describeUser } from "./state.ts";
export type { SessionState, SessionUser } from "./views.ts";
