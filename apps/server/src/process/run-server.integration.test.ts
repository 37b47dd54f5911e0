import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startChild } from "../testing/child-server.ts";

let database: TestDatabase;
let directory: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  // A place that everybody can enter, as the embedded database asks for it.
  directory = mkdtempSync("/var/tmp/callbook-process-");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** Starts the program; what is still running after a test is killed. */
function start(variables: Record<string, string>) {
  const server = startChild({ CALLBOOK_DATA: directory, ...variables });
  children.push(server.child);
  return server;
}

const onDatabase = () => ({ DATABASE_URL: database.url });

describe("a server process", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "serves, and ends with code 0 on %s",
    async (signal) => {
      const server = start(onDatabase());
      const url = await server.url();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(readFileSync(join(directory, "server.pid"), "utf8")).toBe(`${server.child.pid}\n`);
      server.child.kill(signal);
      const { code, err } = await server.ended;
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.not.stringMatching(/"level":"(error|fatal)"/),
      });
    },
  );

  it("makes a key file that only its user can read, and uses it again", async () => {
    const server = start(onDatabase());
    await server.url();
    const file = join(directory, "master.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file, "utf8");
    server.child.kill("SIGTERM");
    await server.ended;
    const again = start(onDatabase());
    await again.url();
    expect(readFileSync(file, "utf8")).toBe(key);
  });

  it("closes a stream that is open when it ends", async () => {
    const server = start({
      ...onDatabase(),
      CALLBOOK_OWNER_EMAIL: "o@example.org",
      CALLBOOK_OWNER_PASSWORD: "long enough 1",
    });
    const url = await server.url();
    const signedIn = await fetch(`${url}/trpc/session.signIn`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: '{"json":{"email":"o@example.org","password":"long enough 1"}}',
    });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const input = encodeURIComponent('{"json":{"topics":["runs:list"]}}');
    const stream = await fetch(`${url}/trpc/live.events?input=${input}`, { headers: { cookie } });
    const reader = stream.body?.getReader();
    await reader?.read();
    server.child.kill("SIGTERM");
    const { code } = await server.ended;
    expect(code).toBe(0);
  });

  it.each([
    [
      { PORT: "none" },
      /^Callbook cannot start with these settings:\n {2}PORT must be a port number/,
    ],
    [{ CALLBOOK_MASTER_KEY: "short" }, /^CALLBOOK_MASTER_KEY is not a key/],
    [
      { DATABASE_URL: "postgres://u:S3CR3T@127.0.0.1:9/x" },
      /^The database at 127\.0\.0\.1:9 cannot be reached\. Nobody answers there \(ECONNREFUSED\)/,
    ],
    [{ HOST: "192.0.2.1" }, /This machine has no address 192\.0\.2\.1/],
  ])(
    "with %j does not start, says why, and keeps passwords to itself",
    async (variables, reason) => {
      const { code, out, err } = await start({ ...onDatabase(), ...variables }).ended;
      expect(code).toBe(1);
      expect(err).toMatch(reason);
      expect(err).not.toContain("S3CR3T");
      expect(out).toBe("");
    },
  );

  /** Starts on another database than the test's own; gives what is told. */
  async function toldOn(change: (url: URL) => void): Promise<string> {
    const url = new URL(database.url);
    change(url);
    const { code, err } = await start({ DATABASE_URL: url.href }).ended;
    expect(code).toBe(1);
    expect(err).not.toMatch(/^ +at /m);
    return err;
  }

  it("25: on a database that is not there, says how to make it", async () => {
    const err = await toldOn((url) => {
      url.pathname = "/not_there";
    });
    expect(err).toMatch(/has no database not_there\. Create it \(createdb not_there\)/);
  });

  it("25: with tables of somebody else, names them and changes nothing", async () => {
    const foreign = await createTestDatabase({ empty: true });
    await foreign.pool.query('create table "user" (id int)');
    const err = await toldOn((url) => {
      url.pathname = new URL(foreign.url).pathname;
    });
    expect(err).toMatch(/holds tables that are not Callbook's \(user\)\. Nothing was changed/);
    const { rows } = await foreign.pool.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    expect(rows).toEqual([{ relname: "user" }]);
    await foreign.drop();
  });

  it("25: as a role that may not make tables, says what to grant", async () => {
    const empty = await createTestDatabase({ empty: true });
    const role = `guest_${process.pid}`;
    await empty.pool.query(`create role ${role} login password 'S3CR3T'`);
    const err = await toldOn((url) => {
      url.pathname = new URL(empty.url).pathname;
      url.username = role;
      url.password = "S3CR3T";
    });
    expect(err).toContain(`The role ${role} may not do in the database`);
    expect(err).toContain(`alter schema public owner to ${role}`);
    expect(err).not.toContain("S3CR3T");
    await empty.pool.query(`drop role ${role}`);
    await empty.drop();
  });

  it("25: without its key file on a database that has a key, writes no new one", async () => {
    const data = join(directory, "lost-key");
    mkdirSync(data);
    const server = start({ ...onDatabase() });
    await server.url();
    server.child.kill("SIGTERM");
    await server.ended;
    const { code, err } = await start({ ...onDatabase(), CALLBOOK_DATA: data }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/master\.key is missing, and this database was set up with a key/);
    expect(existsSync(join(data, "master.key"))).toBe(false);
  });

  it("25: with a directory in the place of its key file, says so", async () => {
    const data = join(directory, "odd-key");
    mkdirSync(join(data, "master.key"), { recursive: true });
    const { err } = await start({ ...onDatabase(), CALLBOOK_DATA: data }).ended;
    expect(err).toMatch(/master\.key is a directory, and should be the key file/);
  });

  it("tells which port is taken", async () => {
    const server = start(onDatabase());
    const port = new URL(await server.url()).port;
    const { code, err } = await start({ ...onDatabase(), PORT: port }).ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`:${port} already. Set PORT`),
    });
  });

  it("37: with another key than the database's does not start", async () => {
    const { code, err } = await start({ ...onDatabase(), CALLBOOK_MASTER_KEY: "ab".repeat(32) })
      .ended;
    expect(code).toBe(1);
    expect(err).toMatch(/was set up with the master key/);
    expect(err).not.toContain("abab");
  });

  it("runs its own database, is the only one on its data directory, and starts again after kill -9", async () => {
    const data = join(directory, "own");
    const first = start({ CALLBOOK_DATA: data });
    const address = await first.url();
    const second = await start({ CALLBOOK_DATA: data }).ended;
    expect(second.code).toBe(1);
    expect(second.err).toMatch(/Another Callbook server uses the data directory .*DATABASE_URL/);
    first.child.kill("SIGKILL");
    // One line and nothing else, also at the very first start.
    expect((await first.ended).out).toBe(`Callbook is ready at ${address}\n`);
    const third = start({ CALLBOOK_DATA: data });
    expect((await fetch(`${await third.url()}/readyz`)).status).toBe(200);
    third.child.kill("SIGTERM");
    expect((await third.ended).code).toBe(0);
  }, 60_000);
});
