import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
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
    [{ DATABASE_URL: "postgres://u:S3CR3T@127.0.0.1:9/x" }, /ECONNREFUSED/],
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
