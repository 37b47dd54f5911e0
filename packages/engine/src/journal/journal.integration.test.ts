import type { TestDatabase } from "@callbook/db/testing";
import { createTestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRequest } from "../testing/fixture.ts";
import { end, playbook, start } from "../testing/playbook.ts";
import { type Append, EVENT_LIMIT_BYTES, EventTooLarge, RunFenced } from "./append.ts";
import { packBody, unpackBody } from "./body.ts";
import { Journal } from "./journal.ts";

let database: TestDatabase;
let playbookId: number;
let revisionId: number;
let journal: Journal;
let flushes: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  const document = playbook([start(), end()], ["start > end"]);
  ({ playbookId, revisionId } = await startRequest(database.pool, document));
});
afterAll(() => database.drop());
beforeEach(() => {
  flushes = [];
  journal = new Journal({
    pool: database.pool,
    executorId: "test",
    onWritten: (runIds) => flushes.push(runIds.length),
  });
});
afterEach(() => journal.stop());

let lastRun = 1000;
const at = "2026-01-02T03:04:05.678Z";

function newRun(): Append {
  lastRun += 1;
  return {
    runId: lastRun,
    epoch: 1,
    headSeq: 0,
    create: {
      playbookId,
      revisionId,
      siteId: 1,
      testRun: false,
      actingUserId: "u_1",
      startedBy: "u_1",
      inputs: {},
      requestKey: null,
      executorId: "test",
    },
    events: [{ seq: 1, at, event: { v: 1, type: "RunStarted", revisionId, testRun: false } }],
    logs: [],
    actionRuns: [],
    results: [],
    waits: [],
    accepted: [],
    closedWaits: [],
    closesAllWaits: false,
    inboxTaken: [],
    columns: {
      state: "running",
      startedAt: at,
      finishedAt: null,
      handledFailures: 0,
      failure: null,
      outputs: null,
      released: false,
    },
  };
}

/** The append after `before`, with a log line of this text. */
function next(before: Append, text = "line", epoch = before.epoch): Append {
  const headSeq = before.headSeq + before.events.length;
  const event = { v: 1, type: "LogWritten", path: "b_1", blockId: "b_1", level: "info" } as const;
  return {
    ...before,
    create: null,
    epoch,
    headSeq,
    events: [{ seq: headSeq + 1, at, event }],
    logs: [{ seq: headSeq + 1, blockId: "b_1", level: "info", text }],
  };
}

async function count(sql: string, values: readonly unknown[] = []): Promise<number> {
  const answer = await database.pool.query<{ count: string }>(sql, [...values]);
  return Number(answer.rows[0]?.count);
}

describe("the journal", () => {
  it("writes the events of all runs that wait at one moment in one transaction", async () => {
    const runs = Array.from({ length: 50 }, newRun);
    await Promise.all(runs.map((run) => journal.append(run)));
    const ids = runs.map(({ runId }) => runId);
    const transactions = "select count(distinct xmin::text) from run_event where run_id = any($1)";
    expect(await count(transactions, [ids])).toBeLessThanOrEqual(2);
    expect(flushes.reduce((sum, each) => sum + each, 0)).toBe(50);
  });

  it("refuses an append with an older epoch for that run only; the others of the group go through", async () => {
    const [mine, taken, other] = [newRun(), newRun(), newRun()];
    await Promise.all([mine, taken, other].map((run) => journal.append(run)));
    await database.pool.query("update run set epoch = 2 where id = $1", [taken.runId]);
    const settled = await Promise.allSettled(
      [mine, taken, other].map((run) => journal.append(next(run))),
    );
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(settled[1]).toMatchObject({ reason: new RunFenced(taken.runId) });
    const events = "select count(*) from run_event where run_id = $1";
    expect(await count(events, [taken.runId])).toBe(1);
    expect(await count(events, [other.runId])).toBe(2);
  });

  it("refuses an append that does not follow the newest event, so that a log has no gap", async () => {
    const run = newRun();
    await journal.append(run);
    const skipping = next(next(run));
    await expect(journal.append(skipping)).rejects.toThrow(RunFenced);
  });

  it("refuses an event over 8 KiB before anything is written", async () => {
    const run = newRun();
    await journal.append(run);
    const reason = "x".repeat(EVENT_LIMIT_BYTES);
    const event = { v: 1, type: "BlockSkipped", path: "b_1", blockId: "b_1", reason } as const;
    const large: Append = { ...next(run), events: [{ seq: 2, at, event }] };
    await expect(journal.append(large)).rejects.toThrow(EventTooLarge);
    await expect(journal.append(next(run))).resolves.toBeUndefined();
  });

  it("loses only the append that is at fault, not those that share its group", async () => {
    const [good, bad] = [newRun(), { ...newRun() }];
    const misplaced: Append = bad.create
      ? { ...bad, create: { ...bad.create, playbookId: 999_999 } }
      : bad;
    const settled = await Promise.allSettled([good, misplaced].map((run) => journal.append(run)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  it("keeps a text that PostgreSQL refuses, with what it refuses replaced", async () => {
    const run = newRun();
    await journal.append(run);
    await journal.append(next(run, "a\0b\ud800c"));
    const answer = await database.pool.query("select text from run_log where run_id = $1", [
      run.runId,
    ]);
    expect(answer.rows).toEqual([{ text: "a\uFFFDb\uFFFDc" }]);
  });

  it("keeps a body of 5 MiB, and writes none for a run that is fenced", async () => {
    const [run, fenced] = [newRun(), newRun()];
    await Promise.all([journal.append(run), journal.append(fenced)]);
    await database.pool.query("update run set epoch = 7 where id = $1", [fenced.runId]);
    const body = Array.from({ length: 5 * 1024 }, (_, index) => `${index}`.repeat(256));
    const data = await packBody(body);
    const raw = Buffer.concat([Buffer.of(0), Buffer.alloc(2 * 1024 * 1024, 32)]);
    const withBody = (append: Append): Append => ({
      ...next(append),
      results: [
        {
          appRunId: append.runId,
          parameterIndex: 0,
          actionRunId: 1,
          connectionId: 1,
          status: "success",
          statusCode: 200,
          message: "fine",
          summary: {},
          error: null,
          trace: [],
          data,
          raw,
          size: 5 * 1024 * 1024,
          startedAt: at,
          finishedAt: at,
        },
      ],
    });
    await journal.append(withBody(run));
    await expect(journal.append(withBody(fenced))).rejects.toThrow(RunFenced);
    const rows = await database.pool.query<{ run_id: number; data: Buffer }>(
      "select run_id, data from action_result",
    );
    expect(rows.rows.map(({ run_id }) => run_id)).toEqual([run.runId]);
    expect(await unpackBody(rows.rows[0]?.data ?? Buffer.of())).toEqual(body);
  });

  it("goes on when its connection is cut, and writes nothing twice", async () => {
    const run = newRun();
    await journal.append(run);
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    await journal.append(next(run));
    expect(await count("select count(*) from run_event where run_id = $1", [run.runId])).toBe(2);
  });
});
