/** Blocks that a runner performs, beside the action, over processes that come and go. */
import { blockPath, lastPass } from "@callbook/core/log";
import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StartRequest } from "./run/start.ts";
import { openRunReader } from "./store/open.ts";
import { EngineProcess, post } from "./testing/child.ts";
import { engineDatabase, Fixture, readEvents, startRequest } from "./testing/fixture.ts";
import { action, debug, delay, end, filter, playbook, start } from "./testing/playbook.ts";
import type { ProcessOrder } from "./testing/process.ts";
import { Target } from "./testing/target.ts";

const HOUR = 3_600;

/** Start, a delay of an hour, a line in the log, End. */
const delayed = playbook(
  [start(), delay("pause", HOUR), debug("log", "after"), end()],
  ["start > pause", "pause > log", "log > end"],
);

describe("a run with a Delay", () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.open({ timing: { sweepMs: 100 } });
  });
  afterAll(() => fixture.close());

  it("waits without an action, a process or memory, and goes on once the time is over", async () => {
    const runId = await fixture.run(delayed);
    const state = await fixture.until(runId, ({ state: now }) => now === "waiting");
    expect(lastPass(state, "b_pause")).toMatchObject({ state: "waiting", action: null });
    await expect.poll(() => fixture.engine.activeRuns).toBe(0);
    const { pool } = fixture.database;
    const left = await pool.query<{ seconds: string }>(
      "select extract(epoch from deadline - created_at) as seconds from wait where run_id = $1",
      [runId],
    );
    expect(Math.round(Number(left.rows[0]?.seconds) / 10)).toBe(HOUR / 10);
    await pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    expect(await fixture.ended(runId)).toMatchObject({ state: "succeeded", failure: null });
    expect(await fixture.block(runId, "pause")).toMatchObject({ state: "succeeded" });
    expect(await fixture.logLines(runId)).toEqual(["after"]);
  });

  it("is stopped at once by a cancel, and its wait is closed", async () => {
    const runId = await fixture.run(delayed);
    await fixture.until(runId, ({ state: now }) => now === "waiting");
    await fixture.engine.cancel(runId, { userId: "u_1", name: "Ada" });
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
    expect(await fixture.block(runId, "pause")).toMatchObject({ state: "cancelled" });
    const waits = await fixture.engine.runs.readWaits(await fixture.key(runId));
    expect(waits.map(({ state }) => state)).toEqual(["closed"]);
  });
});

describe("a run with a Filter", () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.open({ timing: { sweepMs: 100 } });
  });
  afterAll(() => fixture.close());

  /** Looks up three paths, lets one through, and reads it after a wait in which nothing is in memory. */
  const sifting = playbook(
    [
      start(),
      action("look", "get", "/a,/b,/c"),
      filter("sift", "#b_look:action_result.data.*.path", "==", "/b"),
      delay("pause", HOUR),
      debug(
        "log",
        "{{filtered-data:#b_sift:#hit:#b_look:action_result.parameter.path}} {{#b_look:filtered-action_result.data.*.path}}",
      ),
      end({ all: "#b_look:action_result.parameter.path" }),
    ],
    ["start > look", "look > sift", "sift.hit > pause", "pause > log", "log > end"],
  );

  it("hands on what it let through, and later blocks read that after the run was away", async () => {
    const runId = await fixture.run(sifting);
    await fixture.until(runId, ({ state: now }) => now === "waiting");
    await expect.poll(() => fixture.engine.activeRuns).toBe(0);
    const called = await fixture.called(runId, "c_3");
    expect(called?.arguments.results?.[0]?.action_results).toHaveLength(3);
    expect(called?.arguments.filtered_results).toMatchObject([
      { action_results: [{ parameter: { path: "/b" }, data: [{ path: "/b" }] }] },
    ]);
    const { pool } = fixture.database;
    await pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    const end = await fixture.ended(runId);
    expect(end).toMatchObject({ state: "succeeded", outputs: { all: ["/a", "/b", "/c"] } });
    expect(await fixture.logLines(runId)).toEqual(["/b /b"]);
  });

  it("keeps the ids of 10,000 rows, and reads them after the run was away", async () => {
    const drawn = [
      start(["ports"]),
      filter("sift", "playbook_input:#i_ports", ">", "9"),
      delay("pause", HOUR),
      filter("again", "filtered-data:#b_sift:#hit:playbook_input:#i_ports", "<", "12"),
      end({ few: "filtered-data:#b_again:#hit:playbook_input:#i_ports" }),
    ];
    const wires = ["start > sift", "sift.hit > pause", "pause > again", "again.hit > end"];
    const ports = Array.from({ length: 10_000 }, (_, index) => index);
    const runId = await fixture.run(playbook(drawn, wires), { ports });
    await fixture.until(runId, ({ state: now }) => now === "waiting");
    await expect.poll(() => fixture.engine.activeRuns).toBe(0);
    const { pool } = fixture.database;
    await pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    expect(await fixture.ended(runId)).toMatchObject({ outputs: { few: [10, 11] } });
    const key = await fixture.key(runId);
    const sifted = await fixture.engine.runs.listResults(key, blockPath("b_sift"), null, 10);
    expect(sifted.map(({ message }) => message)).toEqual(["9,990 rows"]);
  });
});

describe("processes that come and go", () => {
  let database: TestDatabase;
  let target: Target;
  let alive: EngineProcess[] = [];
  beforeAll(async () => {
    [database, target] = await Promise.all([engineDatabase(), new Target().listen()]);
  });
  afterEach(async () => {
    await Promise.all(alive.map((child) => child.end()));
    alive = [];
  });
  afterAll(async () => {
    await target.close();
    await database.drop();
  });

  function begin(order: Partial<ProcessOrder> = {}): EngineProcess {
    const timing = { heartbeatMs: 150, leaseMs: 1_000, sweepMs: 100, patienceMs: 500, stopMs: 400 };
    const where = { databaseUrl: database.url, targetUrl: target.url };
    const child = new EngineProcess({ ...where, start: [], kill: null, timing, ...order });
    alive.push(child);
    return child;
  }

  async function firstRun(child: EngineProcess): Promise<number> {
    await child.until(() => child.started.length > 0);
    const [runId = 0] = child.started;
    return runId;
  }

  async function row(runId: number) {
    const answer = await database.pool.query<{ state: string; executor: string | null }>(
      "select state, executor_id as executor from run where id = $1",
      [runId],
    );
    return answer.rows[0];
  }

  const poll = { timeout: 20_000, interval: 50 };

  function request(): Promise<StartRequest> {
    return startRequest(database.pool, delayed);
  }

  it("a Delay outlives the process that began it", async () => {
    const first = begin({ start: [await request()] });
    const runId = await firstRun(first);
    await expect.poll(() => row(runId), poll).toEqual({ state: "waiting", executor: null });
    first.signal("SIGKILL");
    await first.gone;
    await database.pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    begin();
    await expect.poll(() => row(runId), poll).toMatchObject({ state: "succeeded" });
    const events = await readEvents(openRunReader(database.pool), runId);
    const kinds = events.map(({ event }) => event.type);
    expect(kinds.filter((type) => type === "BlockWaiting")).toHaveLength(1);
    expect(kinds.filter((type) => type === "WaitExpired")).toHaveLength(1);
  });

  it("a process that does not know an event of a run leaves the run to one that does", async () => {
    const first = begin({ start: [await request()] });
    const runId = await firstRun(first);
    await expect.poll(() => row(runId), poll).toEqual({ state: "waiting", executor: null });
    first.signal("SIGKILL");
    await first.gone;
    const before = await readEvents(openRunReader(database.pool), runId);
    const older = begin({ unknownEvent: "BlockWaiting" });
    await older.until(() => older.callbackPort !== null);
    await database.pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    await older.until(() => older.logs.some((text) => text.includes("is a BlockWaiting")));
    await expect.poll(() => row(runId), poll).toEqual({ state: "queued", executor: null });
    expect(await readEvents(openRunReader(database.pool), runId)).toEqual(before);
    begin();
    await expect.poll(() => row(runId), poll).toMatchObject({ state: "succeeded" });
    expect(older.isAlive).toBe(true);
  });

  it("a process that only answers starts runs and takes callbacks, and one that only performs performs them", async () => {
    target.on("/roles", (_, response) => {
      response.writeHead(202, { "content-type": "application/json" });
      response.end("{}");
    });
    const drawn = [start(), action("call", "detonate", "/roles"), end()];
    const document = playbook(drawn, ["start > call", "call > end"]);
    const answers = begin({ role: "api", start: [await startRequest(database.pool, document)] });
    const runId = await firstRun(answers);
    expect(await row(runId)).toEqual({ state: "queued", executor: null });
    const performs = begin({ role: "worker" });
    await performs.until(() => performs.callbackPort !== null);
    await expect.poll(() => row(runId), poll).toEqual({ state: "waiting", executor: null });
    const url = new URL(target.callsOf("/roles")[0]?.callbackUrl ?? "");
    expect(await post(answers.callbackPort ?? 0, url.pathname, { v: 1 })).toBe(202);
    await expect.poll(() => row(runId), poll).toMatchObject({ state: "succeeded" });
  });
});
