/** What people, scripts, third parties and operators are told while the database is away. */
import { createPool } from "@callbook/db";
import { type OwnCluster, ownCluster } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeRestWorld, oneAction, published, type RestWorld } from "./rest/testing/rest-world.ts";

let cluster: OwnCluster;
let world: RestWorld;
let admin: ReturnType<typeof createPool>;
let playbookId: number;
let logged: number;

beforeAll(async () => {
  cluster = await ownCluster();
  world = await makeRestWorld();
  playbookId = await published(world, oneAction(world.intel.connectionId));
  admin = await connect();
});
beforeEach(async () => {
  await well();
  logged = world.server.logged.length;
});
afterEach(() => well());
afterAll(async () => {
  await admin.end();
  await world.close();
  await cluster.close();
});

/** One session, which may write. */
async function connect(): Promise<ReturnType<typeof createPool>> {
  const pool = createPool(world.server.database.url, { max: 1, name: "of the test" });
  await pool.query("set default_transaction_read_only = off");
  return pool;
}

async function ready(): Promise<string> {
  const response = await fetch(`${world.server.url}/readyz`);
  return `${response.status} ${await response.text()}`;
}

/** Ready, and the outage before is over for the log too. */
async function well(): Promise<void> {
  await expect.poll(ready, { timeout: 20_000 }).toBe("200 ok");
  const told = () => {
    const lines = linesAbout(/the database/);
    return lines.length === 0 || /well again/.test(lines.at(-1) ?? "");
  };
  await expect.poll(told, { timeout: 20_000 }).toBe(true);
}

function linesAbout(about: RegExp): readonly string[] {
  return world.server.logged.filter((line) => about.test(line));
}

/** Each is answered 503 within a moment, with when to come again. */
async function expectAway(calls: Readonly<Record<string, () => Promise<Response>>>): Promise<void> {
  const answers = await Promise.all(
    Object.entries(calls).map(async ([name, call]) => {
      const began = performance.now();
      const response = await call();
      const seconds = Math.floor((performance.now() - began) / 2_000);
      await response.text();
      return { name, status: response.status, again: response.headers.get("retry-after"), seconds };
    }),
  );
  const away = Object.keys(calls).map((name) => ({ name, status: 503, again: "2", seconds: 0 }));
  expect(answers).toEqual(away);
}

function rest(path: string, method = "GET", body?: object): () => Promise<Response> {
  return () =>
    fetch(`${world.server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${world.script.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

const start = () => rest(`/api/playbooks/${playbookId}/runs`, "POST", { inputs: {} })();
const everyDoor = () => ({
  start,
  list: rest("/api/runs"),
  document: rest(`/api/playbooks/${playbookId}`),
  callback: rest(
    `/api/callbacks/20260101-00000000-0000-4000-8000-000000000000/${"x".repeat(43)}`,
    "POST",
    {},
  ),
  procedure: () => fetch(`${world.server.url}/trpc/session.state`),
});

/** One word that it began, and no bug, however many missed it. */
function expectOneWord(): void {
  const said = world.server.logged.slice(logged).map((line) => JSON.parse(line));
  const told = said.filter(({ level }) => level === "warn" || level === "error");
  expect(told.map(({ level, msg }) => [level, msg])).toEqual([
    ["warn", expect.stringMatching(/^the database .*: what needs it waits$/)],
  ]);
}

describe("a database that stands still", () => {
  it("is told at every door within a second, in one line of the log, and everything goes on after", async (context) => {
    if (process.platform !== "linux") context.skip("needs Linux");
    const thaw = cluster.freeze();
    try {
      await expectAway(everyDoor());
      expect(await ready()).toBe("503 the database cannot be reached");
      await expectAway(everyDoor());
    } finally {
      thaw();
    }
    expectOneWord();
    await well();
    expect((await start()).status).toBe(202);
  });
});

describe("a database that takes no writes", () => {
  it("is told to who would write, and who reads is answered", async () => {
    const name = new URL(world.server.database.url).pathname.slice(1);
    await admin.query(`alter database ${name} set default_transaction_read_only = on`);
    try {
      await cut();
      await expect.poll(ready).toBe("503 the database takes no writes");
      await expectAway({ start });
      expect((await rest("/api/runs")()).status).toBe(200);
    } finally {
      await admin.query(`alter database ${name} reset default_transaction_read_only`);
      await cut();
    }
    expectOneWord();
  });
});

describe("tables that somebody has locked", () => {
  it("are told to who would write in them, and who reads others is answered", async () => {
    const holder = await connect();
    await holder.query("begin; lock table run_event in access exclusive mode");
    try {
      await expectAway({ start });
      expect(await ready()).toBe("503 the database is locked or too slow");
      expect((await rest("/api/playbooks")()).status).toBe(200);
    } finally {
      await holder.end();
    }
    expectOneWord();
  });
});

describe("sessions that are cut all the time", () => {
  it("are no bug of any request, and one word in the log", async () => {
    const statuses = new Set<number>();
    for (let round = 0; round < 15; round += 1) {
      const [, ...responses] = await Promise.all([
        cut(),
        ...Object.values(everyDoor()).map((call) => call()),
      ]);
      for (const { status } of responses) statuses.add(status);
    }
    expect([...statuses].filter((status) => ![200, 202, 404, 503].includes(status))).toEqual([]);
    await well();
    expectOneWord();
  });
});

/** Ends every session but ours. */
async function cut(): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
