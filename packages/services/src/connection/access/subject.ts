import type { Context } from "../../context.ts";
import type { Db } from "../../notice/notice.ts";
import { Refusal } from "../../refusal.ts";
import type { Loaded, Search, Subject } from "../../verb/subject.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import type { Level } from "../views.ts";
import { includesLevel, levelOf, type SiteInfo, sitesSeeing } from "./level.ts";

export interface AdmittedConnection {
  readonly connection: ConnectionRecord;
  readonly level: Level;
  readonly sites: readonly SiteInfo[];
}

/**
 * The connection that the input's `key` names, read now, for an actor who has the level. One that
 * no site of his sees is NOT_FOUND; one of his site without the level is F-PERM.
 */
export function connectionOf<Key extends string>(
  key: Key,
  asked: Level,
): Subject<Context, { readonly [K in Key]: number }, AdmittedConnection, readonly number[]> {
  return {
    kind: "connection",
    what: "connection",
    find: (search) => findConnection(search, search.input[key], asked),
  };
}

/** The same for subjects of which a connection is one part. */
export async function findConnection(
  { context, db }: Pick<Search<Context, unknown>, "context" | "db">,
  id: number,
  asked: Level,
): Promise<Loaded<AdmittedConnection, readonly number[]> | null> {
  const connection = await db.connection.findFirst({
    where: { id, deletedAt: null },
    include: { permissions: true },
  });
  if (connection === null) return null;
  const sites = await allSites(db);
  const level = levelOf(context.actor, connection, sites);
  if (level === null) return null;
  if (!includesLevel(level, asked)) throw noAccess(level === "none");
  return {
    row: { connection, level, sites },
    id,
    siteId: connection.siteId,
    siteIds: sitesSeeing(connection, sites).map((site) => site.id),
  };
}

export function allSites(db: Db): Promise<readonly SiteInfo[]> {
  return db.site.findMany({ select: { id: true, name: true, kind: true } });
}

export function noAccess(none: boolean): Refusal {
  return new Refusal(
    "FORBIDDEN",
    none
      ? "You have no access to this connection. Ask an admin of the site to add you to its User Permissions."
      : "You may use this connection, and not change it. Ask an admin of the site.",
    { failureClass: "F-PERM" },
  );
}
