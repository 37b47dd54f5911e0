/**
 * A database as the first version of Callbook left it, for tests of what an upgrade does to it.
 * What is in it and how it was made: packages/engine/tests/golden/database-0001/README.md.
 */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { entryMessage, type ResultsEntry } from "@callbook/core/results";
import { migrate, migrationsFolder } from "@callbook/db";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import type { DumpFacts } from "./dump-facts.ts";

export type { DumpFacts, OpenRunFacts, RunFacts } from "./dump-facts.ts";

const firstMigration = "0001_init";
const golden = new URL("../../tests/golden/database-0001/", import.meta.url);

/**
 * Makes a database that holds the dump, with the first migration applied and no other, and
 * nothing of the shell's: what the product finds that is started on a database of that version.
 * Go on with `migrate` and `migrateShell`.
 */
export async function loadDump(): Promise<TestDatabase> {
  const sql = gunzipSync(await readFile(new URL("dump.sql.gz", golden))).toString("utf8");
  const database = await createTestDatabase({ empty: true, maxConnections: 10 });
  try {
    await applyFirst(database.url);
    await database.pool.query(sql);
    return database;
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** What the version that made the dump read of it, and how its open runs are to go on. */
export async function readDumpFacts(): Promise<DumpFacts> {
  const text = await readFile(new URL("facts.json", golden), "utf8");
  return JSON.parse(text, (key, value) =>
    key === "filtered_results" && Array.isArray(value) ? value.map(toldOfItsOwn) : value,
  );
}

/** That version counted and told all results in an entry of which only some had passed. */
function toldOfItsOwn(entry: ResultsEntry): ResultsEntry {
  const { name, asset, action_results } = entry;
  const succeeded = action_results.filter(({ status }) => status === "success").length;
  return {
    ...entry,
    message: entryMessage(name, asset, action_results),
    summary: { total_objects: action_results.length, total_objects_successful: succeeded },
  };
}

/** By the migrator, from a folder that holds nothing else: so its own table is as it keeps it. */
async function applyFirst(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "callbook-migrations-"));
  try {
    const from = join(migrationsFolder, firstMigration);
    await cp(from, join(folder, firstMigration), { recursive: true });
    await migrate(url, { folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
