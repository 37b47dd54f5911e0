/** A process dies again and again: only the run that does it is given up. */
import type { ServerResponse } from "node:http";
import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StartRequest } from "./run/start.ts";
import { openRunReader } from "./store/open.ts";
import { EngineProcess } from "./testing/child.ts";
import { engineDatabase, startRequest } from "./testing/fixture.ts";
import { action, end, playbook, start } from "./testing/playbook.ts";
import { reply, Target } from "./testing/target.ts";

let database: TestDatabase;
let target: Target;
let child: EngineProcess | null = null;
beforeAll(async () => {
  database = await engineDatabase();
});
beforeEach(async () => {
  target = await new Target().listen();
});
afterEach(async () => {
  await child?.end();
  await target.close();
});
afterAll(() => database.drop());

function begin(restMs: number, starts: readonly StartRequest[] = []): EngineProcess {
  const timing = { heartbeatMs: 150, leaseMs: 1_000, sweepMs: 100, patienceMs: 300, restMs };
  const where = { databaseUrl: database.url, targetUrl: target.url };
  child = new EngineProcess({ ...where, start: starts, kill: null, timing });
  return child;
}

function asking(path: string): Promise<StartRequest> {
  const drawn = [start(), action("call", "get", path), end()];
  return startRequest(database.pool, playbook(drawn, ["start > call", "call > end"]));
}

async function headOf(runId: number) {
  const head = await openRunReader(database.pool).readRun(runId);
  if (head === null) throw new Error(`there is no run ${runId}`);
  return head;
}

describe("a process that a run kills", () => {
  it("gives up that run, and ten that only waited beside it succeed", async () => {
    const held: ServerResponse[] = [];
    let isOver = false;
    let areStarted = Promise.resolve();
    target.onEvery(async (call, response) => {
      if (call.path === "/killer") {
        await areStarted;
        child?.signal("SIGKILL");
      } else if (isOver) reply(response, 200, {});
      else held.push(response);
    });
    const paths = Array.from({ length: 11 }, (_, index) => (index === 5 ? "/killer" : `/${index}`));
    const first = begin(20, await Promise.all(paths.map(asking)));
    areStarted = first.until(() => first.started.length > 0);
    await first.gone;
    const ids = "select r.id::int as id, r.state from run r order by id";
    let killer = await killerOf();
    for (let died = 1; killer.state !== "failed"; died += 1) {
      expect(died).toBeLessThan(9);
      const next = begin(20);
      await Promise.race([next.gone, failed(killer.id)]);
      killer = await killerOf();
      if (killer.state !== "failed") await next.gone;
    }
    isOver = true;
    for (const response of held) reply(response, 200, {});
    const states = async () => (await database.pool.query<{ state: string }>(ids)).rows;
    await expect
      .poll(async () => (await states()).map(({ state }) => state).sort(), { timeout: 30_000 })
      .toEqual(["failed", ...Array.from({ length: 10 }, () => "succeeded")]);
    expect((await headOf(killer.id)).failure).toMatchObject({ code: "PROCESS_DIED" });
  }, 180_000);

  async function killerOf(): Promise<{ id: number; state: string }> {
    const { rows } = await database.pool.query<{ id: number; state: string }>(
      `select r.id::int as id, r.state from run r join revision v on v.id = r.revision_id
       where v.document::text like '%/killer%'`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error("the killer was not started");
    return row;
  }

  async function failed(runId: number): Promise<void> {
    const state = async () => (await headOf(runId)).state;
    await expect.poll(state, { timeout: 30_000 }).toBe("failed");
  }
});

describe("a process that dies for another reason", () => {
  it("takes nothing along: a slow run succeeds, however often that was", async () => {
    let isOver = false;
    target.on("/slow", (_, response) => {
      if (isOver) reply(response, 200, {});
    });
    const first = begin(600_000, [await asking("/slow")]);
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    await target.called("/slow");
    for (let died = 1; died <= 8; died += 1) {
      await child?.end();
      const next = begin(600_000);
      await next.until(() => next.callbackPort !== null);
      // It was opened beside others once; since it may have been the one, it rests.
      if (died === 1) await target.called("/slow", 2);
    }
    await child?.end();
    isOver = true;
    begin(20);
    await expect
      .poll(async () => (await headOf(runId)).state, { timeout: 30_000 })
      .toBe("succeeded");
    expect(target.callsOf("/slow")).toHaveLength(3);
  }, 180_000);
});

describe("a run that cannot be read", () => {
  it("ends with all of its blocks and waits", async () => {
    for (const path of ["/one", "/two"]) target.on(path, (_, response) => reply(response, 202, {}));
    const forked = playbook(
      [
        start(),
        action("one", "detonate", "/one"),
        action("two", "detonate", "/two"),
        action("next", "get", "/next"),
        end(),
      ],
      ["start > one", "start > two", "one > next", "next > end"],
    );
    const first = begin(1, [await startRequest(database.pool, forked)]);
    await first.until(() => first.started.length > 0);
    const [runId = 0] = first.started;
    await expect.poll(async () => (await headOf(runId)).state).toBe("waiting");
    // Nothing that would pass: a plan of an action that is none.
    await database.pool.query("update action_run set plan = '3' where run_id = $1", [runId]);
    await database.pool.query("update wait set deadline = now() where run_id = $1", [runId]);
    await expect.poll(async () => (await headOf(runId)).state, { timeout: 30_000 }).toBe("failed");
    const { key, failure } = await headOf(runId);
    expect(failure).toMatchObject({ code: "F-INTERNAL" });
    const reader = openRunReader(database.pool);
    const events = (await reader.readLog(key)).map(({ event }) => event);
    const ended = events.flatMap((event) =>
      event.type === "BlockFinished" || event.type === "BlockSkipped" ? [event.blockId] : [],
    );
    expect(new Set(ended)).toEqual(new Set(["b_one", "b_two", "b_next", "b_end"]));
    const waits = await reader.readWaits(key);
    expect(waits.filter(({ state }) => state === "open")).toEqual([]);
  });
});
