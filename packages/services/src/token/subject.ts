import type { ApiToken } from "@callbook/db";
import { type Actor, roleEverywhere } from "../permissions/actor.ts";
import { includesRole } from "../permissions/permissions.ts";
import { type Caller, inNoSite, type Subject } from "../verb/subject.ts";

/** One's own token, or anybody's for an admin of all sites. */
export const tokenOf: Subject<Caller, { readonly id: number }, ApiToken, null> = {
  kind: "token",
  what: "token",
  find: async ({ context: { actor }, db, input: { id } }) => {
    const token = await db.apiToken.findFirst({ where: { id, ...mine(actor) } });
    return token === null ? null : inNoSite(token, id);
  },
};

/** A `where` that keeps the actor to the tokens that are his to see. */
export function mine(actor: Actor): { userId?: string } {
  const everywhere = roleEverywhere(actor);
  const seesAll = everywhere !== null && includesRole(everywhere, "admin");
  return seesAll ? {} : { userId: actor.userId };
}
