import type { Context } from "../../context.ts";
import type { RegisteredIntegration } from "../../integration/registry.ts";
import { integrationOf } from "../../integration/registry.ts";
import { sitesOf } from "../../permissions/actor.ts";
import { asRole, type Role } from "../../permissions/permissions.ts";
import { seenBy } from "../../person/seen.ts";
import { includesLevel, levelOf, type SiteInfo, sitesSeeing } from "../access/level.ts";
import type { ConnectionRow, TestStatus } from "../views.ts";
import type { ConnectionRecord } from "./directory.ts";

/** What rows of several connections need; read once for all of them. */
export interface RowReader {
  /** null: it is not for this asker to see. */
  toRow(connection: ConnectionRecord): ConnectionRow | null;
  readonly sites: readonly SiteInfo[];
}

const ROLE_PLURALS: Readonly<Record<Role, string>> = {
  viewer: "Viewers",
  analyst: "Analysts",
  editor: "Editors",
  admin: "Admins",
  owner: "Owners",
};

/** What is kept of a test that has ended. */
const VERDICTS = ["untested", "passed", "failed"] as const;

/** Rows show a connection to who may use it, and to viewers of its sites when it names nobody. */
export async function rowReader(
  context: Context,
  connections: readonly ConnectionRecord[],
): Promise<RowReader> {
  const { actor, db, integrations } = context;
  const sites = await context.directory.sites();
  const named = connections.flatMap(({ permissions }) =>
    permissions.flatMap(({ userId }) => (userId === null ? [] : [userId])),
  );
  const people = await db.user.findMany({
    where: { id: { in: [...new Set(named)] }, AND: seenBy(actor) },
    select: { id: true, name: true },
  });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const mine = sitesOf(actor);
  return {
    sites,
    toRow: (connection) => {
      const level = levelOf(actor, connection, sites);
      const isOpen = connection.permissions.length === 0;
      if (level === null || (!includesLevel(level, "use") && !isOpen)) return null;
      const seeing = sitesSeeing(connection, sites).filter(
        ({ id }) => mine === "all" || mine.includes(id),
      );
      return {
        id: connection.id,
        name: connection.name,
        integrationId: connection.integrationId,
        integrationName: nameOfIntegration(integrations, connection.integrationId),
        scope: asScope(connection.scope),
        siteId: connection.siteId,
        siteNames: seeing.map(({ name }) => name),
        users: usersInWords(connection, nameOf),
        active: connection.active,
        testStatus: testStatusOf(connection, context.now()),
        lastTestAt: connection.lastTestAt?.toISOString() ?? null,
        version: connection.version,
        myLevel: level,
      };
    },
  };
}

function usersInWords(connection: ConnectionRecord, nameOf: ReadonlyMap<string, string>): string[] {
  if (connection.permissions.length === 0) return ["Everybody with access to the site"];
  return connection.permissions.map(({ userId, role, level }) => {
    const known = role === null ? null : asRole(role);
    const who =
      userId !== null
        ? (nameOf.get(userId) ?? "Somebody who is in none of your sites")
        : known !== null
          ? ROLE_PLURALS[known]
          : "an unknown role";
    return level === "use" ? who : `${who} (${level})`;
  });
}

export function asScope(text: string): "site" | "share_internal" {
  return text === "share_internal" ? "share_internal" : "site";
}

/** While a test is under way, wherever that is, and until its process must have died: "testing". */
export function testStatusOf(
  { testStatus, testingUntil }: Pick<ConnectionRecord, "testStatus" | "testingUntil">,
  now: Date,
): TestStatus {
  if (testingUntil !== null && testingUntil > now) return "testing";
  return VERDICTS.find((verdict) => verdict === testStatus) ?? "untested";
}

/** An integration that this version of the program does not declare shows its number. */
function nameOfIntegration(integrations: readonly RegisteredIntegration[], id: number): string {
  return integrations.some((one) => one.id === id)
    ? integrationOf(integrations, id).manifest.name
    : `Integration ${id}`;
}
