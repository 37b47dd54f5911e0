import type {
  Connection,
  ConnectionPermission,
  ConnectionSecret,
  ParameterDefinition,
  PrismaClient,
} from "@callbook/db";
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

const LIFE_MS = 1000;

interface Entry {
  readonly at: number;
  readonly value: Promise<unknown>;
}

/** Rows are read again after a second, and at once when any process says that they changed. */
export function createDirectory(
  db: PrismaClient,
  notices: Notices,
  now: () => number = () => performance.now(),
): ConnectionDirectory {
  const kept = new Map<string, Entry>();
  const sealed = new Map<
    number,
    { version: number; value: Promise<readonly SealedSecret[] | null> }
  >();
  notices.subscribe((notice) => {
    if (notice.kind === "playbook") return;
    kept.clear();
    sealed.clear();
  });
  // The key tells the kind of value, hence the one place that says what a key holds.
  const fresh = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const found = kept.get(key);
    if (found !== undefined && now() - found.at < LIFE_MS) return found.value as Promise<T>;
    const value = read();
    kept.set(key, { at: now(), value });
    value.catch(() => kept.delete(key));
    return value;
  };
  return {
    find: (id) =>
      fresh(`connection ${id}`, () =>
        db.connection.findFirst({ where: { id, deletedAt: null }, include: { permissions: true } }),
      ),
    ofIntegration: (integrationId) =>
      fresh(`integration ${integrationId}`, () =>
        db.connection.findMany({
          where: { integrationId, deletedAt: null },
          include: { permissions: true },
          orderBy: { id: "asc" },
        }),
      ),
    definitions: (integrationId) =>
      fresh(`definitions ${integrationId}`, () =>
        db.parameterDefinition.findMany({
          where: { integrationId },
          orderBy: { displayOrder: "asc" },
        }),
      ),
    sites: () =>
      fresh("sites", () => db.site.findMany({ select: { id: true, name: true, kind: true } })),
    person: (userId) => fresh(`person ${userId}`, () => actorOf({ db }, userId)),
    secrets: ({ id, version }) => {
      const found = sealed.get(id);
      if (found !== undefined && found.version === version) return found.value;
      const value = readSecrets(db, id, version);
      sealed.set(id, { version, value });
      value.catch(() => sealed.delete(id));
      return value;
    },
    forget: (id) => {
      kept.clear();
      sealed.delete(id);
    },
  };
}

/** One statement, hence one moment: version and secrets belong together. */
async function readSecrets(
  db: PrismaClient,
  id: number,
  version: number,
): Promise<readonly SealedSecret[] | null> {
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
