import { EVENT_LIMIT_BYTES, slotNamed } from "@callbook/core/log";
import { createPool } from "@callbook/db";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resultsAhead } from "../store/append-size.ts";
import { openRunStore } from "../store/open.ts";
import { type Append, LARGE_BODY_BYTES } from "../store/rows.ts";
import { claiming } from "../store/testing/appending.ts";
import {
  made,
  newResult,
  newRun,
  next,
  openWorld,
  path,
  type World,
} from "../store/testing/world.ts";
import { EventTooLarge, JournalStopped, RequestKeyTaken, RunFenced } from "./append.ts";
import { Journal } from "./journal.ts";

let database: TestDatabase;
let world: World;
let journal: Journal;
let flushes: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await openWorld(database);
});
afterAll(async () => {
  await world.store.close();
  await world.other.close();
  await database.drop();
});
beforeEach(() => {
  flushes = [];
  journal = new Journal({
    store: world.store,
    onWritten: (runIds) => flushes.push(runIds.length),
  });
});
afterEach(() => journal.stop());

async function takeAway({ run }: Append): Promise<void> {
  await world.other.claim([run.id], { ...claiming("other"), force: true });
}

describe("the journal", () => {
  it("writes the events of all runs that wait at one moment in one transaction", async () => {
    const runs = Array.from({ length: 50 }, () => newRun(world));
    await Promise.all(runs.map((run) => journal.append(run)));
    const answer = await database.pool.query<{ count: number }>(
      "select count(distinct xmin::text)::int as count from run_event where run_id = any($1)",
      [runs.map(({ run }) => run.id)],
    );
    expect(answer.rows[0]?.count).toBeLessThanOrEqual(2);
    expect(flushes.reduce((sum, runsOfFlush) => sum + runsOfFlush, 0)).toBe(50);
  });

  it("refuses an append with an older epoch for that run only; the others of the group go through", async () => {
    const [mine, taken, other] = [newRun(world), newRun(world), newRun(world)];
    await Promise.all([mine, taken, other].map((run) => journal.append(run)));
    await takeAway(taken);
    const settled = await Promise.allSettled(
      [mine, taken, other].map((run) => journal.append(next(run))),
    );
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(settled[1]).toMatchObject({ reason: new RunFenced(taken.run.id) });
    expect(await world.store.readLog(taken.run)).toHaveLength(1);
    expect(await world.store.readLog(other.run)).toHaveLength(2);
  });

  it("refuses an append that does not follow the newest event, so that a log has no gap", async () => {
    const run = newRun(world);
    await journal.append(run);
    await expect(journal.append(next(next(run)))).rejects.toThrow(RunFenced);
  });

  it("takes an append for written that was, and whose answer was lost", async () => {
    const run = newRun(world);
    await journal.append(run);
    await world.store.append([next(run)]);
    await expect(journal.append(next(run))).resolves.toBeUndefined();
    expect(await world.store.readLog(run.run)).toHaveLength(2);
  });

  it("cuts a group where all that it writes gets large: plans, inputs, lines and results alike", async () => {
    const large = "x".repeat(3 * LARGE_BODY_BYTES);
    const runs = Array.from({ length: 6 }, () => made(newRun(world), { inputs: { large } }));
    const small = newRun(world);
    await Promise.all([small, ...runs].map((run) => journal.append(run)));
    // The first goes at once; of the others two fit into one statement.
    expect(flushes).toEqual([1, 2, 2, 2]);
  });

  it("writes a large result of the append that makes its run", async () => {
    const data = Buffer.concat([Buffer.of(0), Buffer.from(`"${"x".repeat(LARGE_BODY_BYTES)}"`)]);
    const run = newRun(world);
    await journal.append({ ...run, results: [newResult({ data })] });
    const [stored] = await world.store.readResults(run.run, null);
    expect(String(stored?.data)).toHaveLength(LARGE_BODY_BYTES);
  });

  it("keeps the statement of one append small, however many results come at once", async () => {
    const run = newRun(world);
    await journal.append(run);
    const blank = Buffer.alloc(Math.floor(0.9 * LARGE_BODY_BYTES), 0x20);
    const data = Buffer.concat([Buffer.of(0), blank, Buffer.from("1")]);
    const results = Array.from({ length: 12 }, (_, index) =>
      newResult({ data, slot: slotNamed(`70/${index}`) }),
    );
    const append = next(run, { results });
    expect(resultsAhead(append).size).toBe(8);
    await journal.append(append);
    expect(await world.store.readResults(run.run, null)).toHaveLength(12);
  });

  it("says that a request key is taken, and by that no run is made", async () => {
    const key = { requestKey: "once" };
    const [first, second] = [made(newRun(world), key), made(newRun(world), key)];
    await journal.append(first);
    await expect(journal.append(second)).rejects.toThrow(RequestKeyTaken);
    expect(await world.store.readRun(second.run.id)).toBeNull();
  });

  it("refuses an event over 8 KiB before anything is written", async () => {
    const run = newRun(world);
    await journal.append(run);
    const reason = "x".repeat(EVENT_LIMIT_BYTES);
    const large = next(run);
    const [event] = large.events;
    if (event === undefined) throw new Error("an append has an event");
    const skipped = { v: 2, type: "BlockSkipped", path, blockId: "b_1", reason, died: [] } as const;
    await expect(
      journal.append({ ...large, events: [{ ...event, event: skipped }] }),
    ).rejects.toThrow(EventTooLarge);
    await expect(journal.append(next(run))).resolves.toBeUndefined();
  });

  it("loses only the append that is at fault, not those that share its group", async () => {
    const [good, misplaced] = [newRun(world), made(newRun(world), { playbookId: 999_999 })];
    const settled = await Promise.allSettled([good, misplaced].map((run) => journal.append(run)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  it("keeps bodies of any size, however many wait at one moment, and none for a run that is fenced", async () => {
    const runs = Array.from({ length: 12 }, () => newRun(world));
    await Promise.all(runs.map((run) => journal.append(run)));
    const [fenced] = runs;
    if (fenced === undefined) throw new Error("there are runs");
    await takeAway(fenced);
    const sizes = [0.9, 2.5].map((share) => Math.floor(share * LARGE_BODY_BYTES));
    const settled = await Promise.allSettled(
      runs.map((run, index) => {
        const raw = packed(sizes[index % 2] ?? 0);
        return journal.append(next(run, { results: [newResult({ raw, size: raw.length })] }));
      }),
    );
    expect(settled.map(({ status }) => status).filter((status) => status === "rejected")).toEqual([
      "rejected",
    ]);
    for (const { run } of runs) {
      const [result] = await world.store.listResults(run, null, null, 10);
      expect(result === undefined).toBe(run === fenced.run);
    }
  });

  it("goes on when its connection is cut, and writes nothing twice", async () => {
    const run = newRun(world);
    await journal.append(run);
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    await journal.append(next(run));
    expect(await world.store.readLog(run.run)).toHaveLength(2);
  });

  it("waits for a database that is away, until it is stopped", async () => {
    const run = newRun(world);
    await journal.append(run);
    // Nobody listens there.
    const pool = createPool("postgresql://nobody@127.0.0.1:1/nothing");
    const store = openRunStore({ pool, executorId: "mine" });
    const away = new Journal({ store, onWritten: () => undefined });
    const waiting = away.append(next(run));
    // Whoever starts a run is told instead.
    const started = newRun(world);
    const began = performance.now();
    await expect(away.append(started)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(away.append(newRun(world))).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(performance.now() - began).toBeLessThan(5_000);
    await away.stop();
    await expect(waiting).rejects.toThrow(JournalStopped);
    await expect(away.append(next(run))).rejects.toThrow(JournalStopped);
    await pool.end();
  });
});

/** A packed null, with this many bytes of white space behind it. */
function packed(bytes: number): Buffer {
  const body = Buffer.alloc(bytes, 0x20);
  body.writeUInt8(0, 0);
  body.write("null", 1);
  return body;
}
