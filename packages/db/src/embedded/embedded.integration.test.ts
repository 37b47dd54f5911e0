import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "../open.ts";
import { createPool } from "../pool.ts";
import { launchPostgres } from "./launch.ts";
import { isAlive, readPostmaster } from "./postmaster.ts";

const holder = fileURLToPath(new URL("./holder.ts", import.meta.url));
let directory: string;
let holders: ChildProcess[];

type Message = {
  opened?: true;
  since?: string;
  refused?: string;
  rows?: object[];
  restarted?: true;
  lost?: string;
};

/** A cluster that was made once: most tests begin with a copy instead of the second it takes to make one. */
let emptyCluster: string;

beforeAll(async () => {
  emptyCluster = mkdtempSync(join(tmpdir(), "callbook-embedded-made-"));
  await (await launchPostgres({ directory: emptyCluster, durable: false })).stop();
});

afterAll(() => rmSync(emptyCluster, { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "callbook-embedded-"));
  holders = [];
});

afterEach(async () => {
  for (const child of holders) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  const left = readPostmaster(join(directory, "postgres"));
  if (left !== null && isAlive(left.pid)) await (await launchPostgres({ directory })).stop();
  rmSync(directory, { recursive: true, force: true });
});

function fill(): void {
  cpSync(emptyCluster, directory, { recursive: true });
  chmodSync(join(directory, "postgres"), 0o700);
}

it("22: a database whose password file is missing is refused at once, and none is written", async () => {
  fill();
  rmSync(join(directory, "postgres.password"));
  await expect(launchPostgres({ directory })).rejects.toThrow(
    /postgres\.password that opens it is missing\. Put it back/,
  );
  expect(readdirSync(directory)).not.toContain("postgres.password");
  expect(readPostmaster(join(directory, "postgres"))).toBeNull();
});

it("22: a database of another version of PostgreSQL is refused with what to do", async () => {
  fill();
  writeFileSync(join(directory, "postgres", "PG_VERSION"), "9\n");
  await expect(launchPostgres({ directory })).rejects.toThrow(
    /holds a database of PostgreSQL 9, and this Callbook comes with PostgreSQL \d+\. .*pg_dump/,
  );
  expect(readPostmaster(join(directory, "postgres"))).toBeNull();
});

it.runIf(process.getuid?.() === 0)(
  "22: a database that belongs to somebody else is refused with how to give it over",
  async () => {
    fill();
    chownSync(join(directory, "postgres"), 12_345, 12_345);
    await expect(launchPostgres({ directory })).rejects.toThrow(
      /belongs to user 12345, and PostgreSQL runs here as user \d+\. .*chown -R/,
    );
    expect(readPostmaster(join(directory, "postgres"))).toBeNull();
  },
);

async function startHolder(
  access: "server" | "command" = "server",
  env: NodeJS.ProcessEnv = {},
): Promise<[ChildProcess, Message]> {
  const child = fork(holder, [directory, access], { env: { ...process.env, ...env } });
  holders.push(child);
  const [message] = await once(child, "message");
  return [child, message];
}

async function ask(child: ChildProcess, sql: string): Promise<Message> {
  child.send(sql);
  const [answer] = await once(child, "message");
  return answer;
}

function postmasterPid(): number {
  const postmaster = readPostmaster(join(directory, "postgres"));
  if (postmaster === null) throw new Error("No PostgreSQL runs.");
  return postmaster.pid;
}

async function killAndAwait(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("an empty directory becomes a database, and closing it leaves no process behind", async () => {
  const database = await openDatabase({
    dataDirectory: directory,
    databaseUrl: null,
    access: "server",
  });
  const settings = await database.pool.query(
    `SELECT current_setting('fsync') AS fsync, current_setting('TimeZone') AS zone,
            current_setting('listen_addresses') AS listens, pg_encoding_to_char(encoding) AS encoding,
            datcollate, current_database() AS name
       FROM pg_database WHERE datname = current_database()`,
  );
  expect(settings.rows[0]).toEqual({
    fsync: "on",
    zone: "UTC",
    listens: "127.0.0.1",
    encoding: "UTF8",
    datcollate: "C",
    name: "callbook",
  });
  const pid = postmasterPid();
  await database.close();
  expect(isAlive(pid)).toBe(false);
  for (const name of ["postgres.password", "postgres.app-password"]) {
    const password = join(directory, name);
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(readFileSync(password, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(readdirSync(directory)).not.toContain("initdb.password");
});

it("a second server on one data directory is told to use DATABASE_URL", async () => {
  fill();
  await startHolder();
  const [, message] = await startHolder();
  expect(message.refused).toMatch(/Another Callbook server uses the data directory/);
  expect(message.refused).toMatch(/DATABASE_URL/);
  expect(message.refused).toMatch(/CALLBOOK_DATA/);
});

it("a command uses the running server's database and leaves it running", async () => {
  fill();
  const [server, opened] = await startHolder();
  const [command, message] = await startHolder("command");
  expect(message).toEqual(opened);
  command.kill("SIGTERM");
  await once(command, "exit");
  expect(await ask(server, "SELECT 1 AS one")).toEqual({ rows: [{ one: 1 }] });
});

it("a command without a server starts the database for its moment only", async () => {
  fill();
  const [command, message] = await startHolder("command");
  expect(message.opened).toBe(true);
  const pid = postmasterPid();
  command.kill("SIGTERM");
  await once(command, "exit");
  expect(isAlive(pid)).toBe(false);
});

it("after kill -9 of the server the next one adopts its database and owns it", async () => {
  fill();
  const [first, opened] = await startHolder();
  const pid = postmasterPid();
  await killAndAwait(first);
  expect(isAlive(pid)).toBe(true);
  const [second, adopted] = await startHolder();
  expect(adopted).toEqual(opened);
  expect(postmasterPid()).toBe(pid);
  second.kill("SIGTERM");
  await once(second, "exit");
  expect(isAlive(pid)).toBe(false);
});

it("after kill -9 of server and database the next start has every committed row", async () => {
  fill();
  const [first] = await startHolder();
  await ask(first, "CREATE TABLE kept (id int)");
  await ask(first, "INSERT INTO kept SELECT generate_series(1, 1000)");
  const pid = postmasterPid();
  process.kill(pid, "SIGKILL");
  await killAndAwait(first);
  const [second] = await startHolder();
  expect(postmasterPid()).not.toBe(pid);
  expect(await ask(second, "SELECT count(*)::int AS rows FROM kept")).toEqual({
    rows: [{ rows: 1000 }],
  });
});

it("a database that is killed alone is started again, at its address and with every row", async () => {
  fill();
  const [server] = await startHolder();
  await ask(server, "CREATE TABLE kept (id int)");
  await ask(server, "INSERT INTO kept VALUES (1)");
  const began = performance.now();
  process.kill(postmasterPid(), "SIGKILL");
  const [message] = await once(server, "message");
  expect(message).toEqual({ restarted: true });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(await ask(server, "SELECT id FROM kept")).toEqual({ rows: [{ id: 1 }] });
});

it("a database that cannot be started again is told with what to do, after five tries", async () => {
  fill();
  const [server] = await startHolder();
  renameSync(join(directory, "postgres", "global"), join(directory, "postgres", "elsewhere"));
  process.kill(postmasterPid(), "SIGKILL");
  const [message] = await once(server, "message");
  expect(message.lost).toMatch(/could not be started again, 5 times/);
  expect(message.lost).toMatch(/DATABASE_URL/);
});

it("a pid file that names a stranger's process does not keep the database from starting", async () => {
  fill();
  const first = await launchPostgres({ directory, durable: false });
  await first.stop();
  const { writeFileSync } = await import("node:fs");
  const lines = [process.pid, join(directory, "postgres"), 1, 1, "", "127.0.0.1", "", "ready"];
  writeFileSync(join(directory, "postgres", "postmaster.pid"), `${lines.join("\n")}\n`);
  const second = await launchPostgres({ directory, durable: false });
  expect(second.adopted).toBe(false);
  await second.stop();
});

const asRoot = process.platform === "linux" && process.getuid?.() === 0;
const onlyRoot = "needs root on Linux";

it("root without user namespaces runs the database as nobody", async (context) => {
  if (!asRoot) context.skip(onlyRoot);
  const [server, message] = await startHolder("server", { CALLBOOK_NO_NAMESPACE: "1" });
  expect(message.opened).toBe(true);
  const status = readFileSync(`/proc/${postmasterPid()}/status`, "utf8");
  expect(status).not.toMatch(/^Uid:\s+0/m);
  expect(await ask(server, "SELECT 1 AS one")).toEqual({ rows: [{ one: 1 }] });
});

it("where nobody cannot enter the directory the error names CALLBOOK_DATA and a path", async (context) => {
  if (!asRoot) context.skip(onlyRoot);
  const locked = directory;
  directory = join(locked, "data");
  const [, message] = await startHolder("server", { CALLBOOK_NO_NAMESPACE: "1" });
  expect(message.refused).toMatch(/cannot be entered by the user "nobody"/);
  expect(message.refused).toMatch(/CALLBOOK_DATA=\/var\/lib\/callbook/);
  rmSync(locked, { recursive: true, force: true });
});

it("a value of a refused statement does not reach the database's log", async () => {
  fill();
  const server = await launchPostgres({ directory, durable: false });
  const pool = createPool(server.adminUrl);
  await expect(pool.query("SELECT 'canary-' || $1::text::int", ["canary-42x"])).rejects.toThrow(
    /canary-42x/,
  );
  await expect(pool.query("SELECT 'canary-literal'::int")).rejects.toThrow(/canary-literal/);
  await pool.end();
  await server.stop();
  const log = readFileSync(join(directory, "postgres.log"), "utf8");
  expect(log).toContain("database system is ready");
  expect(log).not.toContain("canary");
});

it("two processes that take the lock at once: one has it, until it dies", async () => {
  fill();
  const { lockDirectory } = await import("./lock.ts");
  const [first] = await startHolder();
  expect(lockDirectory(directory)).toBeNull();
  await killAndAwait(first);
  await vi.waitFor(() => {
    const lock = lockDirectory(directory);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});

it("120: Callbook's role owns its database and can do nothing to files, programs and other databases", async () => {
  fill();
  const [server] = await startHolder("server", { CANARY_OF_THE_SERVER: "canary-in-environment" });
  expect(
    await ask(
      server,
      "SELECT current_user AS name, rolsuper FROM pg_roles WHERE rolname = current_user",
    ),
  ).toEqual({
    rows: [{ name: "callbook_app", rolsuper: false }],
  });
  for (const sql of [
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "COPY (SELECT 1) TO '/tmp/callbook-copied'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT lo_import('/etc/hostname')",
    "CREATE ROLE another SUPERUSER",
    "ALTER SYSTEM SET log_statement = 'all'",
    "CREATE DATABASE another",
    "ALTER ROLE callbook_app SUPERUSER",
    "SET ROLE callbook",
    "SELECT rolpassword FROM pg_authid",
  ])
    expect((await ask(server, sql)).refused, sql).toMatch(
      /permission denied|must be|may not|denied/i,
    );
  expect(await ask(server, "CREATE SCHEMA own CREATE TABLE kept (id int)")).toEqual({ rows: [] });
  if (process.platform === "linux") {
    const environment = readFileSync(`/proc/${postmasterPid()}/environ`, "utf8");
    expect(environment).not.toContain("canary-in-environment");
    const names = environment.split("\0").map((one) => one.split("=")[0]);
    expect(names.filter((name) => /CALLBOOK|DATABASE|SECRET|KEY|HOME/.test(name ?? ""))).toEqual(
      [],
    );
  }
});

it("120: a database that was made by the superuser of an older version is handed over, with all that is in it", async () => {
  fill();
  const old = await launchPostgres({ directory, durable: false });
  const admin = createPool(old.adminUrl, { max: 1 });
  await admin.query("CREATE DATABASE callbook");
  await admin.end();
  const url = new URL(old.adminUrl);
  url.pathname = "/callbook";
  const pool = createPool(url.toString(), { max: 1 });
  await pool.query(`
    CREATE SCHEMA dbos; CREATE TYPE dbos.mood AS ENUM ('calm'); CREATE SEQUENCE free;
    CREATE TABLE kept (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood dbos.mood) PARTITION BY LIST (id);
    CREATE TABLE kept_1 PARTITION OF kept FOR VALUES IN (1, 2);
    CREATE FUNCTION doubled(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';
    CREATE VIEW seen AS SELECT * FROM kept; INSERT INTO kept (mood) VALUES ('calm')`);
  await pool.end();
  await old.stop();
  const [server] = await startHolder();
  for (const sql of [
    "ALTER TABLE kept ADD COLUMN note text",
    "DROP VIEW seen",
    "ALTER TABLE kept DETACH PARTITION kept_1",
    "DROP TABLE kept_1",
    "ALTER TYPE dbos.mood ADD VALUE 'wild'",
    "CREATE OR REPLACE FUNCTION doubled(n int) RETURNS int LANGUAGE sql AS 'SELECT n + n'",
    "DROP SEQUENCE free",
    "DROP SCHEMA dbos CASCADE",
  ])
    expect(await ask(server, sql), sql).toEqual({ rows: [] });
  const owned = `SELECT count(*)::int AS left FROM pg_class WHERE relowner = 'callbook'::regrole
    AND relnamespace = 'public'::regnamespace`;
  expect(await ask(server, owned)).toEqual({ rows: [{ left: 0 }] });
});
