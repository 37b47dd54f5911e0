/** Our own database is away for a moment, or slow, or locked: what runs are told of it. */

import { setImmediate } from "node:timers/promises";
import type { RunState } from "@callbook/core/log";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { EngineProcess } from "./testing/child.ts";
import { Fixture } from "./testing/fixture.ts";
import { action, end, playbook, start } from "./testing/playbook.ts";
import { reply } from "./testing/target.ts";

let fixture: Fixture;
let warnings: string[];
/** How often a revision was asked for: once an attempt to open a run. */
let loads = 0;

beforeAll(async () => {
  warnings = [];
  fixture = await Fixture.open({
    // Nothing but a notice wakes a run: the sweep comes too late for every test.
    timing: { sweepMs: 600_000, heartbeatMs: 500 },
    ports: (ports) => ({
      ...ports,
      loadRevision: (id) => {
        loads += 1;
        return ports.loadRevision(id);
      },
      log: (_level, message, detail) => warnings.push(`${message} ${JSON.stringify(detail)}`),
    }),
  });
});
afterEach(() => {
  warnings = [];
});
afterAll(() => fixture.close());

const detonation = playbook(
  [start(["n"]), action("call", "detonate", "/detonate"), action("next", "get", "/next"), end()],
  ["start > call", "call > next", "next > end"],
);

function isParked({ state }: RunState): boolean {
  return state === "waiting";
}

/** Answers at an address that was told. */
async function answer(callbackUrl: string | null | undefined): Promise<void> {
  const body = Buffer.from('{"v":1}');
  const arrived = { method: "POST", headers: {}, contentType: "application/json", body };
  const [, , , id = "", token = ""] = new URL(callbackUrl ?? "").pathname.split("/");
  const { status } = await fixture.engine.receiveCallback(id, token, arrived);
  expect(status).toBe(202);
}

describe("after an answer by callback", () => {
  it("every run goes on at once, whatever it was just about, and nothing is warned of", async () => {
    // Each is answered in the moment in which its run lets go, some a little earlier, some later.
    let calls = 0;
    fixture.target.onEvery(async ({ callbackUrl }, response) => {
      reply(response, 202, {});
      if (callbackUrl === null) return;
      calls += 1;
      for (let turns = calls % 40; turns > 0; turns -= 1) await setImmediate();
      await answer(callbackUrl);
    });
    const names = ["one", "two", "three", "four", "five"];
    const drawn = [start(), ...names.map((name) => action(name, "detonate", `/${name}`)), end()];
    const order = ["start", ...names, "end"];
    const drawnCalls = order.slice(1).map((name, index) => `${order[index]} > ${name}`);
    const request = await fixture.request(playbook(drawn, drawnCalls));
    for (let round = 0; round < 10; round += 1) {
      const started = await fixture.engine.startRuns(Array.from({ length: 8 }, () => request));
      const ends = await Promise.all(started.map(({ runId }) => fixture.ended(runId)));
      expect(ends.map(({ state }) => state)).toEqual(started.map(() => "succeeded"));
    }
    expect(warnings).toEqual([]);
  });
});

describe("a run that is opened", () => {
  /** A parked run, and a lock on a table that only its opening reads. */
  async function lockedOut(table: string): Promise<{ runId: number; holder: pg.Client }> {
    fixture.target.on("/detonate", (_, response) => reply(response, 202, {}));
    const runId = await fixture.run(detonation, { n: 0 });
    await fixture.until(runId, isParked);
    const { url, pool } = fixture.database;
    const name = new URL(url).pathname.slice(1);
    await pool.query(`alter database ${name} set lock_timeout = '20ms'`);
    await cut("callbook");
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query(`begin; lock table ${table} in access exclusive mode`);
    return { runId, holder };
  }

  async function silentOpenings(runId: number): Promise<number> {
    const sql = "select silent_openings as count from run where id = $1";
    const { rows } = await fixture.database.pool.query<{ count: number }>(sql, [runId]);
    return rows[0]?.count ?? -1;
  }

  it("while a table is locked waits for it, and is not given up however often that fails", async () => {
    const { runId, holder } = await lockedOut("block_result");
    const before = loads;
    await answer(fixture.target.callsOf("/detonate").at(-1)?.callbackUrl);
    await expect.poll(() => loads - before, { timeout: 20_000 }).toBeGreaterThan(6);
    expect(await silentOpenings(runId)).toBe(1);
    await holder.end();
    expect(await fixture.ended(runId)).toMatchObject({ state: "succeeded" });
    expect(warnings).toEqual([]);
  });
});

describe("sessions that are cut", () => {
  it("do not end the process, whoever has them, and runs go on", async () => {
    const { target, database } = fixture;
    const request = await fixture.request(detonation, { n: 0 });
    target.on("/detonate", (_, response) => reply(response, 202, {}));
    const timing = { heartbeatMs: 100, leaseMs: 5_000, sweepMs: 50, patienceMs: 100 };
    const where = { databaseUrl: database.url, targetUrl: target.url };
    const before = target.callsOf("/detonate").length;
    const child = new EngineProcess({
      ...where,
      start: Array.from({ length: 20 }, () => request),
      kill: null,
      timing,
    });
    try {
      await child.until(() => child.callbackPort !== null);
      for (const name of [
        "callbook shell",
        "callbook",
        "callbook listen",
        "callbook heartbeat",
        "%",
      ])
        for (let times = 0; times < 20; times += 1) await cut(name);
      await child.until(() => child.started.length === 20);
      await target.called("/detonate", before + 20);
      expect(child.isAlive).toBe(true);
    } finally {
      await child.end();
    }
  });
});

/** Ends every session of this name but the one that asks. */
async function cut(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: fixture.database.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid <> pg_backend_pid() and datname = current_database() and application_name like $1`,
    [name],
  );
  await client.end();
}
