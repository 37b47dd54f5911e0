import { type Listener, migrate, openListener } from "@callbook/db";
import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InboundCallback } from "./callback/receive.ts";
import { Engine } from "./engine.ts";
import { migrateShell } from "./shell/dbos-shell.ts";
import { loadDump, readDumpFacts } from "./testing/dump.ts";
import { type OpenRunFacts, readExecutions, readRunAsBefore } from "./testing/dump-facts.ts";
import { startRequest } from "./testing/fixture.ts";
import { action, end, playbook, start } from "./testing/playbook.ts";
import { testPorts } from "./testing/ports.ts";
import { Target } from "./testing/target.ts";

const { finished, open, waitingInServer } = await readDumpFacts();
const openRuns = [...Object.values(open), waitingInServer];
let database: TestDatabase;
let target: Target;
let engine: Engine;
let listener: Listener;

beforeAll(async () => {
  [database, target] = await Promise.all([loadDump(), new Target().listen()]);
  const { url, pool } = database;
  await migrate(url, { afterwards: () => migrateShell(url) });
  const connections = [1, 2].map((id) => ({ id, integrationKey: "http", url: target.url }));
  const ports = testPorts(pool, connections);
  listener = await openListener(url, () => undefined);
  engine = new Engine({ pool, databaseUrl: url, listener, ports, timing: { sweepMs: 100 } });
}, 60_000);
afterAll(async () => {
  await engine.stop();
  await listener.close();
  await target.close();
  await database.drop();
});

function read(runId: number) {
  return readRunAsBefore(database.pool, runId);
}

function post(body: unknown): InboundCallback {
  const text = Buffer.from(JSON.stringify(body));
  return { method: "POST", headers: {}, contentType: "application/json", body: text };
}

/** Sends the answers that a run waits for; gives what they were answered with. */
async function answer({ waits, answers }: OpenRunFacts): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const [index, { waitId, token }] of waits.entries()) {
    const reply = await engine.receiveCallback(waitId, token, post(answers[index] ?? {}));
    statuses.push(reply.status);
  }
  return statuses;
}

/** The run ends as it would have ended before the upgrade, and asks the third party for no more. */
async function expectEnd({ runId, end, calls }: OpenRunFacts): Promise<void> {
  const { state, outputs, failure } = end;
  const ended = await engine.waitForEnd(runId, 15_000);
  expect(ended?.state).toBe(state);
  if (outputs !== null) expect(ended?.outputs).toEqual(outputs);
  expect(ended?.failure?.["code"] ?? null).toBe(failure);
  const made = Object.keys(calls).map((path) => [path, target.callsOf(path).length]);
  expect(Object.fromEntries(made)).toEqual(calls);
  const run = await engine.runs.readRun(runId);
  if (run === null) throw new Error(`there is no run ${runId}`);
  const events = await engine.runs.readLog(run.key);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.event.type).toBe("RunFinished");
  expect(run.headSeq).toBe(events.length);
  const waits = await engine.runs.readWaits(run.key);
  expect(waits.filter((wait) => wait.state === "open")).toEqual([]);
}

describe("a database of the first version, after the upgrade and before anything runs", () => {
  it.each(finished)("run $runId reads as before: $what", async ({ runId, reading }) => {
    expect(await read(runId)).toEqual(reading);
  });

  it.each(openRuns)("open run $runId reads as before: $what", async ({ runId, reading }) => {
    expect(await read(runId)).toEqual(reading);
  });
});

describe("runs that were open in a database of the first version", () => {
  beforeAll(() => engine.start());

  it("one that waits takes its answer and ends", async () => {
    const of = open.waiting;
    const [wait] = of.waits;
    const { waitId = "", token = "" } = wait ?? {};
    expect((await engine.receiveCallback(waitId, `${token}x`, post({}))).status).toBe(404);
    expect(await answer(of)).toEqual([202]);
    await expectEnd(of);
    expect(await answer(of)).toEqual([409]);
  });

  it("one that waits for the second of two answers still knows the first, and what it looked up", async () => {
    const of = open["half answered"];
    expect(await answer(of)).toEqual([202]);
    await expectEnd(of);
    const { executions } = await read(of.runId);
    expect(executions.slice(0, of.reading.executions.length)).toEqual(of.reading.executions);
  });

  it("an answer that lay in the inbox is taken", async () => {
    await expectEnd(open["answered unseen"]);
  });

  it("a wait that is overdue ends with F-CB-TIMEOUT, and an answer after it is gone", async () => {
    await expectEnd(open.overdue);
    expect(await answer(open.overdue)).toEqual([410]);
  });

  it("one that waits can be cancelled", async () => {
    const { runId } = open["to be cancelled"];
    expect(await engine.cancel(runId, { userId: "u_1", name: "Ada" })).toBe(true);
    await expectEnd(open["to be cancelled"]);
    expect(await answer(open["to be cancelled"])).toEqual([410]);
  });

  it("a safe request that was in flight when its process died is made again", async () => {
    await expectEnd(open["safe in flight"]);
  });

  it("an unsafe request that was in flight is not made again, and its outcome is unknown", async () => {
    const of = open["unsafe in flight"];
    await expectEnd(of);
    const [row] = await readExecutions(engine.runs, of.runId);
    expect(row?.failure).toMatchObject({ class: "F-UNKNOWN", statusCode: 504 });
  });

  it("one that nobody had taken up is performed", async () => {
    await expectEnd(open.queued);
  });

  it("a run that starts now is numbered after them, and takes nothing of theirs", async () => {
    const document = playbook(
      [
        start(),
        action("lookup", "get", "/new"),
        end({ path: "#b_lookup:action_result.data.*.path" }),
      ],
      ["start > lookup", "lookup > end"],
    );
    const [started] = await engine.startRuns([await startRequest(database.pool, document)]);
    const runId = started?.runId ?? 0;
    expect(runId).toBeGreaterThan(Math.max(...openRuns.map((each) => each.runId)));
    const ended = await engine.waitForEnd(runId, 15_000);
    expect(ended).toMatchObject({ state: "succeeded", outputs: { path: ["/new"] } });
    expect(await readExecutions(engine.runs, runId)).toHaveLength(1);
  });

  it("one that waits and is not answered goes on waiting", async () => {
    expect(await read(waitingInServer.runId)).toEqual(waitingInServer.reading);
  });

  it("those that had ended read as before still", async () => {
    for (const { runId, reading } of finished) expect(await read(runId)).toEqual(reading);
  });
});
