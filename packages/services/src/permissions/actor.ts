import { notFound, Refusal } from "../refusal.ts";
import {
  asRole,
  includesRole,
  PERMISSIONS,
  ROLES,
  type Role,
  type VerbName,
} from "./permissions.ts";

export interface MembershipOf {
  /** null: all sites, now and later. */
  readonly siteId: number | null;
  readonly role: Role;
}

/** Who asks. Read anew for every request, so that a changed role acts at once. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly memberships: readonly MembershipOf[];
  /** The session that asks; null for an API token, a run or the program itself. */
  readonly sessionId: string | null;
}

/** The actor's role in a site: the higher one of that site's and the one in all sites; null: none. */
export function roleIn(actor: Pick<Actor, "memberships">, siteId: number): Role | null {
  return highest(
    actor.memberships.filter((held) => held.siteId === null || held.siteId === siteId),
  );
}

/** The highest role held in any site; null without membership. */
export function highestRole(actor: Pick<Actor, "memberships">): Role | null {
  return highest(actor.memberships);
}

/** The role that holds in all sites; null when there is none. */
export function roleEverywhere(actor: Pick<Actor, "memberships">): Role | null {
  return highest(actor.memberships.filter((held) => held.siteId === null));
}

/** Ids of the sites the actor is a member of; "all" for a membership without a site. */
export function sitesOf(actor: Pick<Actor, "memberships">): "all" | readonly number[] {
  if (actor.memberships.some((held) => held.siteId === null)) return "all";
  return actor.memberships.flatMap((held) => (held.siteId === null ? [] : [held.siteId]));
}

/** A `where` on a column `siteId` that keeps the actor to his sites. */
export function withinSites(actor: Pick<Actor, "memberships">): { siteId?: { in: number[] } } {
  const sites = sitesOf(actor);
  return sites === "all" ? {} : { siteId: { in: [...sites] } };
}

/** Whether the table lets the actor do this in the given site, or at all when none is given. Pure. */
export function may(actor: Pick<Actor, "memberships">, verb: VerbName, siteId?: number): boolean {
  const { role: asked, reach } = PERMISSIONS[verb];
  const held =
    reach === "everywhere"
      ? roleEverywhere(actor)
      : siteId === undefined
        ? highestRole(actor)
        : roleIn(actor, siteId);
  return held !== null && includesRole(held, asked);
}

/** Refuses what the table does not let the actor do anywhere. */
export function demand(actor: Actor, verb: VerbName): void {
  if (!may(actor, verb)) throw forbidden(verb);
}

/**
 * Refuses what the table lets the actor do in none of these sites. Sites he is no member of look
 * as if the subject did not exist.
 */
export function demandInOne(
  actor: Actor,
  verb: VerbName,
  siteIds: readonly number[],
  what: string,
): void {
  const mine = siteIds.filter((id) => roleIn(actor, id) !== null);
  if (mine.length === 0) throw notFound(what);
  if (!mine.some((id) => may(actor, verb, id))) throw forbidden(verb);
}

function forbidden(verb: VerbName): Refusal {
  const { role, reach } = PERMISSIONS[verb];
  const where = reach === "everywhere" ? " of all sites" : "";
  return new Refusal("FORBIDDEN", `Only ${article(role)} ${role}${where} may do this.`);
}

function article(role: Role): string {
  return /^[aeo]/.test(role) ? "an" : "a";
}

function highest(held: readonly { readonly role: Role }[]): Role | null {
  return held.reduce<Role | null>(
    (best, { role }) => (best === null || ROLES.indexOf(role) > ROLES.indexOf(best) ? role : best),
    null,
  );
}

/** Memberships as they are stored; a role this program does not know gives no right. */
export function toMemberships(
  rows: readonly { readonly siteId: number | null; readonly role: string }[],
): MembershipOf[] {
  return rows.flatMap(({ siteId, role: text }) => {
    const role = asRole(text);
    return role === null ? [] : [{ siteId, role }];
  });
}
