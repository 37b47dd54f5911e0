import type { Prisma } from "@callbook/db";
import { type Actor, sitesOf } from "../permissions/actor.ts";

/** A `where` that keeps to the people of the actor's sites; of others nothing is told, not even that they are. */
export function seenBy(actor: Pick<Actor, "memberships">): Prisma.UserWhereInput {
  const sites = sitesOf(actor);
  if (sites === "all") return {};
  return { memberships: { some: { OR: [{ siteId: null }, { siteId: { in: [...sites] } }] } } };
}
