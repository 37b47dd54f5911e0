import type { Context } from "../../context.ts";
import { demandIn } from "../../permissions/actor.ts";
import type { VerbName } from "../../permissions/permissions.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import type { Level } from "../views.ts";
import { includesLevel, levelOf, type SiteInfo, sitesSeeing } from "./level.ts";

export interface FoundConnection {
  readonly connection: ConnectionRecord;
  readonly level: Level;
  readonly sites: readonly SiteInfo[];
}

/**
 * The connection, read now, for an actor who has the level. One that no site of his sees
 * is NOT_FOUND; one of his site without the level is F-PERM.
 */
export async function findConnection(
  context: Context,
  verb: VerbName,
  id: number,
  asked: Level,
): Promise<FoundConnection> {
  const sites = await context.directory.sites();
  const connection = await context.db.connection.findFirst({
    where: { id, deletedAt: null },
    include: { permissions: true },
  });
  if (connection === null) throw notFound("connection");
  const level = levelOf(context.actor, connection, sites);
  if (level === null) throw notFound("connection");
  if (!includesLevel(level, asked)) throw noAccess(level === "none");
  demandInOne(context, verb, sitesSeeing(connection, sites));
  return { connection, level, sites };
}

/** The table of roles in at least one of the sites that see the connection. */
function demandInOne(context: Context, verb: VerbName, seeing: readonly SiteInfo[]): void {
  let refusal: unknown = notFound("connection");
  for (const { id } of seeing) {
    try {
      demandIn(context.actor, verb, id, "connection");
      return;
    } catch (error) {
      if (error instanceof Refusal && error.code === "FORBIDDEN") refusal = error;
    }
  }
  throw refusal;
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
