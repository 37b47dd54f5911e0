import type { Db } from "../notice/notice.ts";
import { type Actor, may, roleEverywhere, roleIn } from "../permissions/actor.ts";
import { includesRole, type Role, type VerbName } from "../permissions/permissions.ts";
import { invalid, notFound, Refusal } from "../refusal.ts";

export type Held = { readonly siteId: number | null; readonly role: Role };

/**
 * Refuses memberships that the actor may not give: an admin gives them in his own
 * sites and never a role above his own.
 */
export async function demandMayGive(
  db: Db,
  actor: Actor,
  verb: VerbName,
  memberships: readonly Held[],
): Promise<void> {
  const seen = new Set<number | null>();
  for (const [index, { siteId, role }] of memberships.entries()) {
    const path = `memberships.${index}`;
    if (seen.has(siteId)) throw invalid([{ path, message: "one role in each site" }]);
    seen.add(siteId);
    if (role === "owner" && siteId !== null)
      throw invalid([{ path, message: "an owner is one of the whole installation" }]);
    const mine = siteId === null ? roleEverywhere(actor) : roleIn(actor, siteId);
    if (mine === null) {
      if (siteId === null)
        throw new Refusal("FORBIDDEN", "Only an admin of all sites may give a role in all sites.");
      throw notFound("site");
    }
    if (siteId !== null && !may(actor, verb, siteId))
      throw new Refusal("FORBIDDEN", "Only an admin of that site may give roles in it.");
    if (!includesRole(mine, "admin") || !includesRole(mine, role))
      throw new Refusal("FORBIDDEN", "Nobody may give a role above his own.");
  }
  const ids = [...seen].filter((id) => id !== null);
  if ((await db.site.count({ where: { id: { in: ids } } })) !== ids.length) throw notFound("site");
}

/** Whether the actor administers the site of a membership; null: all sites. */
export function rules(actor: Actor, siteId: number | null): boolean {
  const role = siteId === null ? roleEverywhere(actor) : roleIn(actor, siteId);
  return role !== null && includesRole(role, "admin");
}

/** The installation keeps at least one owner who can sign in. */
export async function demandOwnerLeft(db: Db): Promise<void> {
  const owners = await db.user.count({
    where: { deactivatedAt: null, memberships: { some: { role: "owner", siteId: null } } },
  });
  if (owners === 0)
    throw new Refusal(
      "CONFLICT",
      "The installation needs an owner: make somebody else an owner first.",
    );
}
