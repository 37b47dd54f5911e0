import type {
  Connection,
  ConnectionPermission,
  ConnectionSecret,
  ParameterDefinition,
  PrismaClient,
} from "@callbook/db";
import { keepReads } from "../../kept-reads.ts";
import type { Notices } from "../../notice/notice.ts";
import type { Actor } from "../../permissions/actor.ts";
import { actorOf } from "../../session/find-actor.ts";
import type { SiteInfo } from "../access/level.ts";

export type ConnectionRecord = Connection & { permissions: ConnectionPermission[] };

/** Fresh rows of connections for runs and tests; never older than a second. */
export interface ConnectionDirectory {
  /** null: there is none, or it was deleted. */
  find(id: number): Promise<ConnectionRecord | null>;
  /** Those of an integration that are not deleted, by id. */
  ofIntegration(integrationId: number): Promise<readonly ConnectionRecord[]>;
  definitions(integrationId: number): Promise<readonly ParameterDefinition[]>;
  sites(): Promise<readonly SiteInfo[]>;
  /** Whose rights a run has; null: gone or deactivated. */
  person(userId: string): Promise<Actor | null>;
  /**
   * Sealed values of exactly this version, kept as long as it is the newest; null: it
   * has changed, so that neither an old secret goes to a new address nor a new one to an old.
   */
  secrets(connection: Pick<Connection, "id" | "version">): Promise<readonly SealedSecret[] | null>;
  /** Reads a connection anew at the next question. */
  forget(id: number): void;
}

export type SealedSecret = Pick<ConnectionSecret, "id" | "field" | "value">;

/** Rows are read again after a second, and at once when any process says that they changed. */
const FRESH = { max: 1000, ms: 1000 };

export function createDirectory(db: PrismaClient, notices: Notices): ConnectionDirectory {
  const connections = keepReads(
    (id: number): Promise<ConnectionRecord | null> =>
      db.connection.findFirst({ where: { id, deletedAt: null }, include: { permissions: true } }),
    FRESH,
  );
  const ofIntegration = keepReads(
    (integrationId: number): Promise<readonly ConnectionRecord[]> =>
      db.connection.findMany({
        where: { integrationId, deletedAt: null },
        include: { permissions: true },
        orderBy: { id: "asc" },
      }),
    FRESH,
  );
  const definitions = keepReads(
    (integrationId: number): Promise<readonly ParameterDefinition[]> =>
      db.parameterDefinition.findMany({
        where: { integrationId },
        orderBy: { displayOrder: "asc" },
      }),
    FRESH,
  );
  const sites = keepReads(
    (_all: "all"): Promise<readonly SiteInfo[]> =>
      db.site.findMany({ select: { id: true, name: true, kind: true } }),
    FRESH,
  );
  const people = keepReads((userId: string) => actorOf({ db }, userId), FRESH);
  // A version never has other secrets, as long as it is there at all.
  const secrets = keepReads((version: string) => readSecrets(db, version), {
    ...FRESH,
    ms: null,
    keeps: (sealed) => sealed !== null,
  });
  const rows = [connections, ofIntegration, definitions, sites, people];
  notices.subscribe((notice) => {
    if (notice.kind === "playbook") return;
    for (const reads of [...rows, secrets]) reads.clear();
  });
  return {
    find: connections.read,
    ofIntegration: ofIntegration.read,
    definitions: definitions.read,
    sites: () => sites.read("all"),
    person: people.read,
    secrets: ({ id, version }) => secrets.read(`${id} ${version}`),
    forget: (id) => {
      connections.forget(id);
      ofIntegration.clear();
    },
  };
}

/** One statement, hence one moment: version and secrets belong together. */
async function readSecrets(
  db: PrismaClient,
  idAndVersion: string,
): Promise<readonly SealedSecret[] | null> {
  const [id, version] = idAndVersion.split(" ").map(Number);
  const rows = await db.$queryRaw<
    { id: string | null; field: string | null; value: string | null }[]
  >`
    SELECT s.id, s.field, s.value
      FROM connection c LEFT JOIN connection_secret s ON s.connection_id = c.id
     WHERE c.id = ${id} AND c.version = ${version}`;
  if (rows.length === 0) return null;
  return rows.flatMap(({ id: row, field, value }) =>
    row === null || field === null || value === null ? [] : [{ id: row, field, value }],
  );
}
