import { type Failure, type FailureClass, makeFailure } from "@callbook/core/failure";
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

type Named = Pick<ConnectionRecord, "id" | "name">;

/** Why a connection cannot be used: one constructor a class. */
export const connectionFailure = {
  /** It is not there any more, or its integration is not, or does not offer the command. */
  gone: (command: string, id: number): Failure =>
    failureOf("F-GONE", command, "Connection no longer exists", { id, name: String(id) }, null),
  /** What was published with the command runs where the program has no code for it any more. */
  withoutCode: (command: string, connection: Named): Failure =>
    failureOf("F-GONE", command, `The command ${command} no longer exists`, connection, null),
  /** It is another site's, so it is named by its number. */
  foreign: (command: string, id: number, site: SiteInfo | null): Failure =>
    failureOf(
      "F-SITE",
      command,
      `Connection is not shared with site ${site?.name ?? "of this run"}`,
      { id, name: String(id) },
      "siteId",
    ),
  forbidden: (command: string, connection: Named): Failure =>
    failureOf(
      "F-PERM",
      command,
      "You have no access to this connection",
      connection,
      "permissions",
    ),
  inactive: (command: string, connection: Named): Failure =>
    failureOf("F-INACTIVE", command, "Connection is not active", connection, "active"),
};

/** The first reason why the connection cannot be used here; null: it can. */
export function unusable(connection: ConnectionRecord, use: Use): Failure | null {
  const { command, person, site } = use;
  if (site === null || !isSharedWith(connection, site))
    return connectionFailure.foreign(command, connection.id, site);
  const level = person === null ? "none" : levelInSite(person, connection, site.id);
  if (!includesLevel(level, "use")) return connectionFailure.forbidden(command, connection);
  if (!connection.active) return connectionFailure.inactive(command, connection);
  return null;
}

function failureOf(
  failureClass: FailureClass,
  command: string,
  message: string,
  { id: connectionId, name }: Named,
  field: string | null,
): Failure {
  const place = { kind: "connection", name, connectionId, field } as const;
  return makeFailure({ class: failureClass, command, place, message });
}
