import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { DatabaseRefusal, throwTold } from "./refusal.ts";

/** The advisory lock that Prisma's own migrate commands take. */
const migrationLock = 72_707_369;
const pollEvery = 100;

/** The folder of the checked-in migrations. */
export const migrationsFolder = fileURLToPath(
  new URL("../../../prisma/migrations/", import.meta.url),
);

export type MigrateOptions = {
  /** Folder of the migrations; the checked-in one by default. */
  folder?: string;
  /** Runs under the same lock after our migrations: others' tables in the same database. */
  afterwards?: () => Promise<void>;
};

type Migration = { name: string; sql: string; checksum: string };

/**
 * Brings a database to the schema of this program; several processes may call it at once.
 * Returns the names of the migrations it applied. Throws a DatabaseRefusal when the
 * database cannot be reached or is not ours, is newer than the program, when a migration that was applied
 * has been changed since, or when one stopped half way.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "callbook migrations" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await takeLock(client);
    const applied = await applyMissing(client, readMigrations(options.folder ?? migrationsFolder));
    await options.afterwards?.();
    return applied;
  } catch (error) {
    throwTold(error, url);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

/**
 * Polls instead of waiting in the lock: a session that waits holds a snapshot, and
 * an index built CONCURRENTLY by whoever has the lock would wait for it for ever.
 */
async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const answer = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS taken",
      [migrationLock],
    );
    if (answer.rows[0]?.taken === true) return;
    await delay(pollEvery);
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function applyMissing(client: pg.Client, known: Migration[]): Promise<string[]> {
  await refuseForeign(client, known);
  await client.query(migrationTable);
  const rows = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const applied = new Map(rows.rows.map((row) => [row.name, row]));
  refuseUnfit(known, applied);
  const missing = known.filter((migration) => !applied.has(migration.name));
  for (const migration of missing) await apply(client, migration);
  return missing.map((migration) => migration.name);
}

/** Tables of somebody else: Callbook makes its own and would meet them. */
async function refuseForeign(client: pg.Client, known: Migration[]): Promise<void> {
  const found = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      ORDER BY c.relname`,
  );
  const names = found.rows.map(({ name }) => name);
  if (names.length === 0) return;
  const ours = known.map(({ name }) => name);
  const applied = names.includes("_prisma_migrations")
    ? await client.query("SELECT FROM _prisma_migrations WHERE migration_name = ANY($1)", [ours])
    : null;
  if ((applied?.rowCount ?? 0) > 0 || names.join() === "_prisma_migrations") return;
  const some = names.filter((name) => name !== "_prisma_migrations").slice(0, 5);
  throw new DatabaseRefusal(
    `The database holds tables that are not Callbook's (${some.join(", ")}${names.length > some.length ? ", ..." : ""}). ` +
      "Nothing was changed. Give Callbook a database of its own: create one, and name it in DATABASE_URL.",
  );
}

function refuseUnfit(
  known: Migration[],
  applied: Map<string, { name: string; checksum: string; finished: boolean }>,
): void {
  const names = new Set(known.map((migration) => migration.name));
  const newer = [...applied.keys()].filter((name) => !names.has(name));
  if (newer.length > 0) {
    throw new DatabaseRefusal(
      `The database is newer than this version of Callbook: it has the migration ${newer.sort().join(", ")}. ` +
        "Start the version that made it, or a later one.",
    );
  }
  for (const migration of known) {
    const row = applied.get(migration.name);
    if (row === undefined) continue;
    if (!row.finished) {
      throw new DatabaseRefusal(
        `The migration ${migration.name} stopped half way in this database. ` +
          "Restore the database from a backup, or finish it by hand and mark it as applied.",
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new DatabaseRefusal(
        `The migration ${migration.name} was changed after it had been applied to this database. ` +
          "Use the program that matches the database, or an empty database.",
      );
    }
  }
}

/** A migration and its row are one transaction: it is there whole or not at all. */
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The migration ${migration.name} failed: ${reason}`, { cause: error });
  }
}

/** The table as Prisma makes it, so that its command line agrees with ours. */
const migrationTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
