import { describe, expect, it } from "vitest";
import { DAYS_TO_KEEP_SETTING } from "../run-store.ts";
import { claiming } from "./appending.ts";
import {
  ended,
  made,
  newDelivery,
  newResult,
  newRun,
  newWait,
  next,
  type Open,
  parked,
  path,
  slot,
  today,
  type World,
  write,
} from "./world.ts";

/** Each test has weeks of its own, so that none drops what another looks at. */
const oldest = Date.UTC(2020, 0, 6);
let lastWeek = 0;

export function retaining(open: Open): void {
  describe("partitions", () => {
    it("are there for this week and the three to come, whoever makes them at the same time", async () => {
      const { store, other, pool } = open();
      await pool.query(`drop table run_event_${weekOf(fromToday(21)).replaceAll("-", "")}`);
      await Promise.all([store, other, store].map((one) => one.ensurePartitions()));
      const runs = [0, 7, 14, 21].map((days) => newRun(open(), fromToday(days)));
      expect((await store.append(runs)).size).toBe(4);
      const parts = await pool.query(
        "select count(*)::int as count from pg_inherits where inhparent = 'run_event'::regclass",
      );
      expect(parts.rows).toEqual([{ count: 5 }]);
    });
  });

  describe("the days to keep", () => {
    it("are 90, until somebody sets them", async () => {
      const { store, pool } = open();
      expect(await store.readDaysToKeep()).toBe(90);
      await pool.query("insert into setting (key, value, updated_at) values ($1, '30', now())", [
        DAYS_TO_KEEP_SETTING,
      ]);
      expect(await store.readDaysToKeep()).toBe(30);
    });
  });

  describe("a week that is over for longer than the days to keep", () => {
    it("is dropped with its runs, and what is kept is told before and after", async () => {
      const { store } = open();
      const [monday, sunday] = await oldWeek(open());
      const before = await store.readCounts();
      const runs = [newRun(open(), monday), newRun(open(), sunday)];
      const present = newRun(open());
      await store.append([...runs, present]);
      const results = [newResult()];
      const columns = over("succeeded", sunday);
      for (const run of runs) await write(store, next(run, { columns, results }));
      const kept = await store.readKept();
      expect(kept.oldestDay).toBe(monday);
      expect(kept.weeks[0]).toMatchObject({ from: monday });
      expect(kept.weeks[0]?.bytes).toBeGreaterThan(0);
      expect(kept.tables.map(({ table }) => table)).toContain("run");
      expect(kept.bytes).toBe(kept.tables.reduce((sum, { bytes }) => sum + bytes, 0));

      // The last day of the week is not yet more than so many days back.
      const age = daysSince(sunday);
      expect(await store.dropDue(age)).toMatchObject({ weeks: [], runs: 0 });
      const dropped = await store.dropDue(age - 1);
      expect(dropped).toEqual({ weeks: [monday], runs: 2, excepted: 0, held: [] });
      for (const { run } of runs) {
        expect(await store.readRun(run.id)).toBeNull();
        expect(await store.readLog(run)).toEqual([]);
        expect(await store.readResults(run, null)).toEqual([]);
      }
      expect(await store.readLog(present.run)).toHaveLength(1);
      expect((await store.readKept()).weeks.map(({ from }) => from)).not.toContain(monday);
      expect((await store.readCounts()).byState.succeeded).toBe(before.byState.succeeded);
    });

    it("leaves what waits, what is queued and what is pinned, whole and as it was", async () => {
      const { store, other } = open();
      const [monday] = await oldWeek(open());
      const [waits, pinned, queued, gone] = [1, 2, 3, 4].map(() => newRun(open(), monday));
      if (!waits || !pinned || !queued || !gone) throw new Error("four runs were made");
      const wait = newWait(monday);
      const parking = next(waits, { waits: [wait], results: [newResult()], columns: parked });
      await write(store, waits, parking, pinned, made(queued, { executorId: null }), gone);
      const failed = over("failed", monday);
      await write(store, next(pinned, { columns: { ...failed, outputs: { a: 1 } } }));
      await write(store, next(gone, { columns: failed }));
      expect(await store.setPinned(pinned.run.id, true)).toBe(true);
      expect(await store.setPinned(1, true)).toBe(false);

      const dropped = await store.dropDue(daysSince(monday) - 7);
      expect(dropped).toEqual({ weeks: [monday], runs: 1, excepted: 3, held: [] });
      expect((await store.readKept()).excepted.bytes).toBeGreaterThan(0);
      const moved = (await store.readRun(pinned.run.id))?.key;
      if (moved === undefined) throw new Error("the pinned run is there");
      expect(await store.readLog(moved)).toHaveLength(2);
      expect(await store.readRunBody(moved)).toMatchObject({ outputs: { a: 1 } });

      // Whoever had it before writes no more; the third party's old address still finds it.
      expect(await store.append([next(parking)])).toEqual(new Set());
      const found = await store.findWait(wait.id);
      if (found === null) throw new Error("the wait is there");
      expect(await store.consumeWait({ ...found, run: waits.run }, newDelivery())).toEqual({
        runId: waits.run.id,
        owner: null,
      });
      const [claimed] = await other.claim([waits.run.id], claiming("other"));
      expect(claimed?.key.id).toBe(waits.run.id);
      expect(claimed?.epoch).toBe(3);
      const run = claimed?.key ?? waits.run;
      const [row] = await other.readInbox([run]);
      expect(row?.message.kind).toBe("callback");
      expect(await other.readResultBody(run, path, slot)).toEqual({ data: null, raw: null });
      const end = { run, epoch: 3, inboxTaken: [row?.id ?? ""], columns: ended("succeeded") };
      await write(other, next(parking, end));
      expect(await other.readLog(run)).toHaveLength(3);
      expect(await store.dropDue(daysSince(monday) - 7)).toMatchObject({ weeks: [], runs: 0 });
    });

    it("stays as long as a run of it is performed, and holds nobody who writes", async () => {
      const { store, other, pool } = open();
      const [monday] = await oldWeek(open());
      const days = daysSince(monday) - 7;
      const [run, gone] = [newRun(open(), monday), newRun(open(), monday)];
      await write(store, run, gone, next(gone, { columns: over("failed", monday) }));
      expect(await store.dropDue(days)).toMatchObject({ weeks: [], runs: 1, held: [monday] });
      await write(store, next(run, { columns: over("failed", monday) }));

      // Somebody reads for long; the partitions cannot go, but nobody is held by that.
      const reader = await pool.connect();
      await reader.query("begin isolation level repeatable read");
      await reader.query("select count(*) from run_event");
      const dropping = store.dropDue(days);
      let writes = 0;
      let held: readonly string[] | undefined;
      void dropping.then((dropped) => {
        held = dropped?.held ?? [];
      });
      while (held === undefined) {
        const present = newRun(open());
        await write(other, present, next(present, { columns: ended("succeeded") }));
        expect(await other.readLog(present.run)).toHaveLength(2);
        writes += 1;
      }
      expect(held).toEqual([monday]);
      expect(writes).toBeGreaterThan(20);
      await reader.query("commit");
      reader.release();

      // The next time finishes what was begun.
      await expect.poll(async () => (await store.dropDue(days))?.held).toEqual([]);
      const left = await pool.query("select relname from pg_class where relname ~ $1", [
        `_${monday.replaceAll("-", "")}$`,
      ]);
      expect(left.rows).toEqual([]);
    });

    it("leaves what ended lately, until that is over for as long", async () => {
      const { store } = open();
      // Runs of other tests that were excepted.
      while (((await store.dropDue(1))?.runs ?? 0) > 0);
      const [monday] = await oldWeek(open());
      const days = daysSince(monday) - 7;
      const run = newRun(open(), monday);
      const before = await store.readCounts();
      const columns = over("failed", fromToday(-3));
      await write(store, run, next(run, { columns, results: [newResult()] }));
      expect(await store.dropDue(days)).toMatchObject({ weeks: [monday], runs: 0, excepted: 1 });
      const moved = (await store.readRun(run.run.id))?.key ?? run.run;
      expect(await store.readResults(moved, null)).toHaveLength(1);
      await store.setPinned(run.run.id, true);
      expect(await store.dropDue(1)).toMatchObject({ runs: 0 });
      await store.setPinned(run.run.id, false);
      expect(await store.dropDue(1)).toMatchObject({ runs: 1, excepted: 0 });
      expect(await store.readRun(run.run.id)).toBeNull();
      expect(await store.readResults(moved, null)).toEqual([]);
      expect(await store.readLog(moved)).toEqual([]);
      expect(await store.readCounts()).toEqual(before);
    });

    it("is dropped by one process at a time, and not further than to where that is stopped", async () => {
      const { store, pool } = open();
      const [monday] = await oldWeek(open());
      const days = daysSince(monday) - 7;
      const holder = await pool.connect();
      await holder.query("select pg_advisory_lock(hashtext('run_log_retention'))");
      expect(await store.dropDue(days)).toBeNull();
      await holder.query("select pg_advisory_unlock(hashtext('run_log_retention'))");
      holder.release();
      expect(await store.dropDue(days, AbortSignal.abort())).toMatchObject({ weeks: [] });
      expect(await store.dropDue(days)).toMatchObject({ weeks: [monday] });
    });
  });
}

/** Makes the partitions of a week that no other test has; gives its first and its last day. */
async function oldWeek({ pool }: World): Promise<[monday: string, sunday: string]> {
  lastWeek += 1;
  const monday = oldest + lastWeek * 7 * 86_400_000;
  const [first, last] = [monday, monday + 6 * 86_400_000].map((day) => iso(day));
  await pool.query("select run_log_make_week($1)", [first]);
  return [first ?? "", last ?? ""];
}

/** It ended on this day. */
function over(state: "succeeded" | "failed", day: string) {
  return ended(state, { finishedAt: `${day}T12:00:00.000Z` });
}

function daysSince(day: string): number {
  return (Date.parse(today()) - Date.parse(day)) / 86_400_000;
}

function fromToday(days: number): string {
  return iso(Date.parse(today()) + days * 86_400_000);
}

function weekOf(day: string): string {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return iso(Date.parse(day) - weekday * 86_400_000);
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
