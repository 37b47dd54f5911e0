import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StartRequest } from "./run/start.ts";
import { openRunReader, openRunStore } from "./store/open.ts";
import { EngineProcess, post } from "./testing/child.ts";
import { engineDatabase, readEvents, startRequest } from "./testing/fixture.ts";
import { action, end, playbook, start } from "./testing/playbook.ts";
import type { ProcessOrder } from "./testing/process.ts";
import { type Answer, reply, Target } from "./testing/target.ts";

let database: TestDatabase;
let target: Target;
let alive: EngineProcess[] = [];
beforeAll(async () => {
  database = await engineDatabase();
});
beforeEach(async () => {
  target = await new Target().listen();
});
afterEach(async () => {
  await Promise.all(alive.map((each) => each.end()));
  alive = [];
  await target.close();
});
afterAll(() => database.drop());

function begin(order: Partial<ProcessOrder> = {}): EngineProcess {
  const timing = {
    heartbeatMs: 150,
    leaseMs: 1_000,
    sweepMs: 100,
    patienceMs: 500,
    stopMs: 400,
    restMs: 20,
  };
  const whole = { databaseUrl: database.url, targetUrl: target.url, start: [], kill: null, timing };
  const child = new EngineProcess({ ...whole, ...order });
  alive.push(child);
  return child;
}

async function calling(command: string, path: string): Promise<StartRequest> {
  const drawn = [
    start(),
    action("call", command, path),
    action("next", "get", `${path}/next`),
    end(),
  ];
  return startRequest(
    database.pool,
    playbook(drawn, ["start > call", "call > next", "next > end"]),
  );
}

/** The first call of the path is not answered until it is let go; later ones are, at once. */
function holdFirst(path: string): () => void {
  const held: (() => void)[] = [];
  const answer: Answer = (_, response) => {
    if (held.length > 0) return reply(response, 200, {});
    held.push(() => reply(response, 200, {}));
  };
  target.on(path, answer);
  return () => held[0]?.();
}

async function runRow(runId: number) {
  const answer = await database.pool.query<{
    state: string;
    epoch: number;
    head: number;
    executor: string | null;
  }>("select state, epoch, head_seq as head, executor_id as executor from run where id = $1", [
    runId,
  ]);
  return answer.rows[0];
}

function logOf(runId: number) {
  return readEvents(openRunReader(database.pool), runId);
}

async function ended(runId: number, state: string): Promise<void> {
  const poll = { timeout: 20_000, interval: 50 };
  await expect.poll(async () => (await runRow(runId))?.state, poll).toBe(state);
}

async function countOf(runId: number, type: string, blockId: string): Promise<number> {
  const events = await logOf(runId);
  const those = events.filter(
    ({ event }) => event.type === type && "blockId" in event && event.blockId === blockId,
  );
  return those.length;
}

describe("two processes on one database", () => {
  it("the second takes over the runs of one that was killed, and repeats only what is safe", async () => {
    holdFirst("/safe");
    const first = begin({ start: [await calling("get", "/safe")] });
    const second = begin();
    await second.until(() => second.callbackPort !== null);
    await target.called("/safe");
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    first.signal("SIGKILL");
    await ended(runId, "succeeded");
    const calls = target.callsOf("/safe");
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    // Queued anew in one epoch, so that it could not have gone on if it had lived, and opened in the next.
    expect((await runRow(runId))?.epoch).toBe(3);
    const heartbeats = "select count(*)::int as count from process_heartbeat";
    await expect.poll(async () => (await database.pool.query(heartbeats)).rows[0].count).toBe(1);
  });

  it("an unsafe call that was in flight is not made again and ends as F-UNKNOWN", async () => {
    holdFirst("/unsafe");
    const first = begin({ start: [await calling("post", "/unsafe")] });
    await target.called("/unsafe");
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    first.signal("SIGKILL");
    await first.gone;
    begin();
    await ended(runId, "failed");
    expect(target.callsOf("/unsafe")).toHaveLength(1);
    const result = await database.pool.query("select error from block_result where run_id = $1", [
      runId,
    ]);
    expect(JSON.parse(result.rows[0].error)).toMatchObject({
      class: "F-UNKNOWN",
      failureIndicator: "post failed. API call.",
      statusCode: 504,
      message: "The request was sent, the answer was lost; it may have taken effect",
    });
    // The run went on with success false, as an error port that is not wired has it.
    expect(target.callsOf("/unsafe/next")).toHaveLength(1);
  });

  it("one that was frozen and wakes cannot write: its run has gone on elsewhere", async () => {
    const letGo = holdFirst("/frozen");
    const frozen = begin({ start: [await calling("get", "/frozen")] });
    await target.called("/frozen");
    await frozen.until(() => frozen.started.length > 0);
    const [runId = 0] = frozen.started;
    frozen.signal("SIGSTOP");
    const second = begin();
    await ended(runId, "succeeded");
    const before = await logOf(runId);
    letGo();
    frozen.signal("SIGCONT");
    const refused = "a run belongs to another process now";
    await frozen.until(() => frozen.logs.some((text) => text.startsWith(refused)));
    expect(await logOf(runId)).toEqual(before);
    expect(await countOf(runId, "BlockFinished", "b_call")).toBe(1);
    expect(second.isAlive).toBe(true);
  });

  it("a cancel that the owner does not obey is carried out by another, in a new epoch", async () => {
    holdFirst("/disobeys");
    const timing = {
      heartbeatMs: 150,
      leaseMs: 60_000,
      sweepMs: 100,
      patienceMs: 500,
      stopMs: 400,
    };
    const owner = begin({ timing, start: [await calling("get", "/disobeys")] });
    await target.called("/disobeys");
    await owner.until(() => owner.started.length > 0);
    const [runId = 0] = owner.started;
    owner.signal("SIGSTOP");
    const other = begin({ timing });
    await other.until(() => other.callbackPort !== null);
    expect(await runRow(runId)).toMatchObject({ state: "running", epoch: 1 });
    const store = openRunStore({ pool: database.pool, executorId: "test" });
    await store.requestCancel(runId, { userId: "u_1", name: "Ada" });
    await store.close();
    await ended(runId, "cancelled");
    expect((await runRow(runId))?.epoch).toBe(2);
    expect(target.callsOf("/disobeys")).toHaveLength(1);
  });

  it("one that is told to stop hands its runs back within its time, and none is marked failed", async () => {
    holdFirst("/handed");
    const first = begin({ start: [await calling("get", "/handed")] });
    await target.called("/handed");
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    first.signal("SIGTERM");
    expect(await first.gone).toBeNull();
    expect(first.process.exitCode).toBe(0);
    expect(await runRow(runId)).toMatchObject({ state: "queued", executor: null });
    begin();
    await ended(runId, "succeeded");
    expect(target.callsOf("/handed")).toHaveLength(2);
  });

  it("an answer by callback that came while nobody lived is not lost, and a wait outlives its process", async () => {
    target.on("/parked", (_, response) => reply(response, 202, {}));
    const drawn = [start(), action("call", "detonate", "/parked"), end()];
    const document = playbook(drawn, ["start > call", "call > end"]);
    const first = begin({ start: [await startRequest(database.pool, document)] });
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    const parked = { state: "waiting", executor: null };
    await expect.poll(() => runRow(runId)).toMatchObject(parked);
    first.signal("SIGKILL");
    await first.gone;
    const second = begin();
    await second.until(() => second.callbackPort !== null);
    expect(await runRow(runId)).toMatchObject(parked);
    const url = new URL(target.callsOf("/parked")[0]?.callbackUrl ?? "");
    const answer = await post(second.callbackPort ?? 0, url.pathname, { v: 1 });
    expect(answer).toBe(202);
    await ended(runId, "succeeded");
    expect(target.callsOf("/parked")).toHaveLength(1);
  });

  it("a safe request that asks for a callback is repeated, and both addresses it told stay valid", async () => {
    const path = "/again";
    target.on(path, (_, response) => {
      if (target.callsOf(path).length > 1) reply(response, 202, {});
    });
    const drawn = [start(), action("call", "detonate safely", path), end()];
    const document = playbook(drawn, ["start > call", "call > end"]);
    const first = begin({ start: [await startRequest(database.pool, document)] });
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    await target.called(path);
    first.signal("SIGKILL");
    await first.gone;
    const second = begin();
    await target.called(path, 2);
    await expect.poll(() => runRow(runId)).toMatchObject({ state: "waiting", executor: null });
    const calls = target.callsOf(path);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    const paths = calls.map(({ callbackUrl }) => new URL(callbackUrl ?? "").pathname);
    expect(new Set(paths).size).toBe(2);
    const port = second.callbackPort ?? 0;
    expect(await post(port, paths[0] ?? "", { v: 1 })).toBe(202);
    await ended(runId, "succeeded");
    expect(await post(port, paths[1] ?? "", { v: 2 })).toBe(410);
  });

  it("gives a run up after its process died five times at one block, and says at which", async () => {
    target.on("/poison", () => undefined);
    let child = begin({ start: [await calling("get", "/poison")] });
    await child.until(() => child.started.length > 0);
    const [runId = 0] = child.started;
    for (let died = 1; died <= 6; died += 1) {
      await target.called("/poison", died);
      child.signal("SIGKILL");
      await child.gone;
      child = begin();
    }
    await ended(runId, "failed");
    const stored = await database.pool.query(
      "select body from run_body where run_id = $1 and part = 'failure'",
      [runId],
    );
    expect(JSON.parse(stored.rows[0].body)).toMatchObject({
      code: "PROCESS_DIED",
      message: "The process died 5 times at block call.",
      blockId: "b_call",
    });
  });
});
