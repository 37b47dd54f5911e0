import type { Failure } from "@callbook/core/failure";
import { makeFailure } from "@callbook/core/request";
import type { Actor } from "../../permissions/actor.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import { includesLevel, isSharedWith, levelInSite, type SiteInfo } from "./level.ts";

/** Who wants to use a connection, where and for what. */
export interface Use {
  readonly command: string;
  /** null: the person is gone or deactivated. */
  readonly person: Actor | null;
  readonly site: SiteInfo | null;
}

/** F-GONE: the connection, or the command on it, is not there any more. */
export function goneFailure(command: string, connectionId: number): Failure {
  return makeFailure({
    class: "F-GONE",
    command,
    place: connectionPlace(String(connectionId), connectionId, null),
    message: "Connection no longer exists",
  });
}

/**
 * Why the connection cannot be used here: F-SITE, F-PERM or F-INACTIVE, the first that applies;
 * null: it can. A connection of a foreign site is named by its number, not by its name.
 */
export function unusable(connection: ConnectionRecord, use: Use): Failure | null {
  const { command, person, site } = use;
  const { id, name } = connection;
  if (site === null || !isSharedWith(connection, site))
    return makeFailure({
      class: "F-SITE",
      command,
      place: connectionPlace(String(id), id, "siteId"),
      message: `Connection is not shared with site ${site?.name ?? "of this run"}`,
    });
  const level = person === null ? "none" : levelInSite(person, connection, site.id);
  if (!includesLevel(level, "use"))
    return makeFailure({
      class: "F-PERM",
      command,
      place: connectionPlace(name, id, "permissions"),
      message: "You have no access to this connection",
    });
  if (!connection.active)
    return makeFailure({
      class: "F-INACTIVE",
      command,
      place: connectionPlace(name, id, "active"),
      message: "Connection is not active",
    });
  return null;
}

function connectionPlace(name: string, connectionId: number, field: string | null) {
  return { kind: "connection" as const, name, connectionId, field };
}
