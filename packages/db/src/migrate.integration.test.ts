import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrate, migrationsFolder } from "./migrate.ts";
import { createTestDatabase, type TestDatabase } from "./testing/index.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = mkdtempSync(join(tmpdir(), "callbook-migrations-"));
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function add(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

it("an empty database gets every table, and a second start has nothing to do", async () => {
  expect(await migrate(database.url)).toContain("0001_init");
  expect(await database.prisma.playbook.count()).toBe(0);
  expect(await migrate(database.url)).toEqual([]);
});

it("an older database is brought up to date without losing what is in it", async () => {
  add("0001_first", "CREATE TABLE thing (id int); INSERT INTO thing VALUES (7);");
  await migrate(database.url, { folder });
  add("0002_second", "ALTER TABLE thing ADD COLUMN name text NOT NULL DEFAULT 'seven'");
  expect(await migrate(database.url, { folder })).toEqual(["0002_second"]);
  expect((await database.pool.query("SELECT * FROM thing")).rows).toEqual([
    { id: 7, name: "seven" },
  ]);
});

it("several processes that start at once migrate once, one after the other", async () => {
  let inside = 0;
  const orders: number[] = [];
  const afterwards = async (): Promise<void> => {
    inside += 1;
    orders.push(inside);
    // What the run engine does: it would wait for ever for a session that waits inside the lock.
    await database.pool.query(
      "CREATE INDEX CONCURRENTLY IF NOT EXISTS run_by_everything ON run (id, state)",
    );
    inside -= 1;
  };
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, { afterwards })));
  expect(applied.flat().filter((name) => name === "0001_init")).toHaveLength(1);
  expect(orders).toEqual([1, 1, 1, 1]);
});

it("a database of a newer version is refused with the name of its migration", async () => {
  cpSync(migrationsFolder, folder, { recursive: true });
  add("9999_from_the_future", "CREATE TABLE future (id int)");
  await migrate(database.url, { folder });
  await expect(migrate(database.url)).rejects.toThrow(
    /database is newer than this version of Callbook.*9999_from_the_future/,
  );
});

it("a migration that was changed after it was applied is refused", async () => {
  add("0001_first", "CREATE TABLE thing (id int)");
  await migrate(database.url, { folder });
  add("0001_first", "CREATE TABLE thing (id bigint)");
  await expect(migrate(database.url, { folder })).rejects.toThrow(/0001_first was changed after/);
});

it("a migration that fails leaves nothing behind and is tried again", async () => {
  add("0001_first", "CREATE TABLE thing (id int); SELECT 1 / 0;");
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    /0001_first failed: division by zero/,
  );
  add("0001_first", "CREATE TABLE thing (id int)");
  expect(await migrate(database.url, { folder })).toEqual(["0001_first"]);
});

it("a migration that another tool left half done is refused", async () => {
  add("0001_first", "CREATE TABLE thing (id int)");
  await migrate(database.url, { folder });
  await database.pool.query("UPDATE _prisma_migrations SET finished_at = NULL");
  await expect(migrate(database.url, { folder })).rejects.toThrow(/0001_first stopped half way/);
});
