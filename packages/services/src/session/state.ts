import type { Installation } from "../context.ts";
import { type Actor, may, withinSites } from "../permissions/actor.ts";
import { VERB_NAMES, type VerbName } from "../permissions/permissions.ts";
import type { SessionUser } from "./views.ts";

/** What the signed-in person's browser knows about its rights. The server asks the table anyway. */
export async function describeUser(
  installation: Pick<Installation, "db">,
  actor: Actor,
): Promise<SessionUser> {
  const { siteId } = withinSites(actor);
  const sites = await installation.db.site.findMany({
    ...(siteId === undefined ? {} : { where: { id: siteId } }),
    orderBy: { name: "asc" },
  });
  return {
    id: actor.userId,
    name: actor.name,
    email: actor.email,
    roles: actor.memberships.map(({ siteId: id, role }) => ({ siteId: id, role })),
    sites: sites.map(({ id, name, kind }) => ({ id, name, kind })),
    can: rightsOf(actor),
  };
}

function rightsOf(actor: Actor): Record<VerbName, boolean> {
  const entries = VERB_NAMES.map((name) => [name, may(actor, name)] as const);
  return Object.fromEntries(entries) as Record<VerbName, boolean>;
}
