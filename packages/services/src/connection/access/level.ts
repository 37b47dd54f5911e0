/** Who may do what with a connection. Pure; menus, saving and runs all ask here. */
import { type Actor, roleIn } from "../../permissions/actor.ts";
import { asRole, includesRole, ROLES, type Role } from "../../permissions/permissions.ts";
import type { Level } from "../views.ts";

export interface SiteInfo {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
}

export interface PermissionEntry {
  readonly userId: string | null;
  readonly role: string | null;
  readonly level: string;
}

export interface Guarded {
  readonly scope: string;
  readonly siteId: number | null;
  readonly permissions: readonly PermissionEntry[];
}

type Who = Pick<Actor, "userId" | "memberships">;

const LEVELS = ["none", "use", "edit", "manage"] as const satisfies readonly Level[];

/** What an entry of the connection's permissions can give at most to a role. */
const MOST: Readonly<Record<Role, Level>> = {
  viewer: "none",
  analyst: "use",
  editor: "manage",
  admin: "manage",
  owner: "manage",
};

export function includesLevel(level: Level, asked: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(asked);
}

/** The sites that see a connection: its one site, or every internal one. */
export function sitesSeeing(connection: Guarded, sites: readonly SiteInfo[]): readonly SiteInfo[] {
  return sites.filter((site) => isSharedWith(connection, site));
}

export function isSharedWith(connection: Guarded, site: Pick<SiteInfo, "id" | "kind">): boolean {
  return connection.scope === "share_internal"
    ? site.kind === "internal"
    : connection.siteId === site.id;
}

/**
 * The actor's level on a connection; null when no site of his sees it, so that for
 * him it does not exist.
 */
export function levelOf(who: Who, connection: Guarded, sites: readonly SiteInfo[]): Level | null {
  const roles = sitesSeeing(connection, sites).map((site) => roleIn(who, site.id));
  const held = roles.filter((role) => role !== null);
  const best = highestOf(held);
  if (best === null) return null;
  // What is shared by several sites is ruled by who administers all of them.
  if (roles.every((role) => role !== null && includesRole(role, "admin"))) return "manage";
  const role = includesRole(best, "admin") ? "editor" : best;
  return levelByEntries(who.userId, role, connection.permissions);
}

/** The actor's level when a run of this site uses the connection; the connection is shared with the site. */
export function levelInSite(who: Who, connection: Guarded, siteId: number): Level {
  const role = roleIn(who, siteId);
  if (role === null) return "none";
  if (includesRole(role, "admin")) return "manage";
  return levelByEntries(who.userId, role, connection.permissions);
}

function levelByEntries(userId: string, role: Role, entries: readonly PermissionEntry[]): Level {
  const most = MOST[role];
  // Nobody named: everybody who has access to the site may use it.
  if (entries.length === 0) return lower("use", most);
  const levels = entries
    .filter((entry) => entry.userId === userId || namesRole(entry, role))
    .map((entry) => LEVELS.find((level) => level === entry.level) ?? "none");
  const best = levels.reduce<Level>((a, b) => (includesLevel(a, b) ? a : b), "none");
  return lower(best, most);
}

function namesRole(entry: PermissionEntry, role: Role): boolean {
  const named = entry.role === null ? null : asRole(entry.role);
  return named !== null && includesRole(role, named);
}

function lower(a: Level, b: Level): Level {
  return includesLevel(a, b) ? b : a;
}

function highestOf(roles: readonly Role[]): Role | null {
  return roles.reduce<Role | null>(
    (best, role) => (best === null || ROLES.indexOf(role) > ROLES.indexOf(best) ? role : best),
    null,
  );
}
