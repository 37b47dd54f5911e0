import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { Fixture } from "./testing/fixture.ts";
import { action, debug, end, playbook, start } from "./testing/playbook.ts";
import { reply } from "./testing/target.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open();
});
afterAll(() => fixture.close());
afterEach(() => vi.useRealTimers());

const asks = playbook(
  [start(), action("ask", "get", "/ask"), debug("say", "asked"), end()],
  ["start > ask", "ask > say", "say > end"],
);
const waits = playbook(
  [start(), action("detonate", "detonate", "/detonate"), end()],
  ["start > detonate", "detonate > end"],
);

const hour = 3_600_000;

/** What is told of a run, in the order in which it happened. */
async function timesOf(runId: number): Promise<readonly string[]> {
  const head = await fixture.engine.runs.readRun(runId);
  const events = await fixture.events(runId);
  const times = [head?.queuedAt, head?.startedAt, ...events.map(({ at }) => at), head?.finishedAt];
  return times.flatMap((at) => at ?? []);
}

async function parked(runId: number): Promise<void> {
  await expect.poll(async () => (await fixture.engine.runs.readRun(runId))?.state).toBe("waiting");
  await expect.poll(() => fixture.engine.activeRuns).toBe(0);
}

async function answer(path: string): Promise<void> {
  const url = fixture.target.callsOf(path).at(-1)?.callbackUrl ?? "";
  const [, id = "", token = ""] = /\/api\/callbacks\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
  const arrived = { method: "POST", headers: {}, contentType: "application/json" };
  const body = Buffer.from("{}");
  const { status } = await fixture.engine.receiveCallback(id, token, { ...arrived, body });
  expect(status).toBe(202);
}

it("a run that starts at once was not queued after it had started", async () => {
  fixture.target.on("/ask", (_, response) => reply(response, 200, {}));
  const runId = await fixture.run(asks);
  await fixture.ended(runId);
  const times = await timesOf(runId);
  expect(times).toEqual(times.toSorted());
  const [execution] = await fixture.executions(runId);
  const within = [times[0], execution?.startedAt, execution?.finishedAt, times.at(-1)].map(String);
  expect(within).toEqual(within.toSorted());
});

it("a server whose clock is a day ahead tells the times of the database", async () => {
  const before = await databaseNow();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * hour });
  const runId = await fixture.run(asks);
  await fixture.ended(runId);
  const [execution] = await fixture.executions(runId);
  const times = [...(await timesOf(runId)), execution?.startedAt, execution?.finishedAt];
  for (const at of times) expect(Math.abs(Date.parse(at ?? "") - before)).toBeLessThan(hour);
});

it("what another process told with its clock ahead is not followed by what is earlier", async () => {
  fixture.target.on("/detonate", (_, response) => reply(response, 202, {}));
  const runId = await fixture.run(waits);
  await parked(runId);
  const { pool } = fixture.database;
  await pool.query("update run set started_at = started_at + interval '1 hour' where id = $1", [
    runId,
  ]);
  await pool.query("update run_event set at = at + interval '1 hour' where run_id = $1", [runId]);
  const { rows } = await pool.query("select max(at) as at from run_event where run_id = $1", [
    runId,
  ]);
  await answer("/detonate");
  await fixture.ended(runId);
  const times = await timesOf(runId);
  expect(times).toEqual(times.toSorted());
  expect(Date.parse(times.at(-1) ?? "")).toBeGreaterThanOrEqual(rows[0]?.at.getTime());
});

it("a wait begins and ends between the times of its run", async () => {
  fixture.target.on("/detonate", (_, response) => reply(response, 202, {}));
  const runId = await fixture.run(waits);
  await parked(runId);
  await answer("/detonate");
  await fixture.ended(runId);
  const [wait] = await fixture.engine.runs.readWaits(await fixture.key(runId));
  const times = await timesOf(runId);
  const within = [times[0], wait?.createdAt, wait?.endedAt, times.at(-1)].map(String);
  expect(within).toEqual(within.toSorted());
});

async function databaseNow(): Promise<number> {
  const { rows } = await fixture.database.pool.query("select now() as at");
  return rows[0]?.at.getTime();
}
