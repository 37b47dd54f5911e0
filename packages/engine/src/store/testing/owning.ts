import { describe, expect, it } from "vitest";
import type { ProcessBook } from "../process-book.ts";
import { openProcessBook } from "../sql/processes.ts";
import { claiming } from "./appending.ts";
import {
  at,
  ended,
  fromNow,
  made,
  newRun,
  newWait,
  next,
  type Open,
  parked,
  type World,
  write,
} from "./world.ts";

/** Looks for whatever has something to do, without any patience. */
const takingUp = {
  executorId: "mine",
  patienceMs: 0,
  leaseMs: 10_000,
  except: [],
  limit: 10_000,
};

export function owning(open: Open): void {
  describe("opening a run", () => {
    it("takes a new epoch, so that whoever had it before writes no more", async () => {
      const { store, other } = open();
      const run = made(newRun(open()), { executorId: "mine" });
      await write(store, run);
      expect(await other.claim([run.run.id], claiming("other"))).toEqual([]);
      const [claimed] = await other.claim([run.run.id], { ...claiming("other"), force: true });
      expect(claimed).toEqual({
        key: run.run,
        epoch: 2,
        playbookId: open().playbooks[0],
        revisionId: open().revisionId,
        siteId: 1,
        testRun: false,
        actingUserId: "u_1",
        knownSince: at,
        silentOpenings: 0,
        headSeq: 1,
      });
      expect(await store.append([next(run)])).toEqual(new Set());
      expect(await other.append([next(run, { epoch: 2 })])).toEqual(new Set([run.run.id]));
    });

    it("gives each run to one of those who ask at the same moment", async () => {
      const { store, other } = open();
      const runs = Array.from({ length: 40 }, () => made(newRun(open()), { executorId: null }));
      await store.append(runs);
      const ids = runs.map(({ run }) => run.id);
      const asked = [store, other, store, other].map((who, index) =>
        who.claim(ids, claiming(`process ${index}`)),
      );
      const claimed = (await Promise.all(asked)).flat().map(({ key }) => key.id);
      expect(claimed.sort((one, two) => one - two)).toEqual(ids);
    });

    it("leaves alone what waits for nothing that has come, and what has ended", async () => {
      const { store } = open();
      const [waits, over] = [newRun(open()), newRun(open())];
      await write(store, waits, over, next(waits, { columns: parked }));
      await write(store, next(over, { columns: ended("succeeded") }));
      expect(await store.claim([waits.run.id, over.run.id], claiming("mine"))).toEqual([]);
    });

    it("counts openings without a new event, unless they were no fault of the run", async () => {
      const { store } = open();
      const run = made(newRun(open()), { executorId: null });
      const { id } = run.run;
      await write(store, run);
      const opened = async () => (await store.claim([id], claiming("mine")))[0];
      expect((await opened())?.silentOpenings).toBe(1);
      await store.leave(id, 2, true);
      expect((await opened())?.silentOpenings).toBe(2);
      await store.leave(id, 3, false);
      expect((await opened())?.silentOpenings).toBe(2);
      await write(store, next(run, { epoch: 4 }));
      await store.leave(id, 4, true);
      expect((await opened())?.silentOpenings).toBe(1);
      await store.leave(id, 4, true);
      expect(await opened(), "an older epoch gives nothing back").toMatchObject({ epoch: 6 });
    });

    it("anew by the process that has it, and by force, counts no death", async () => {
      const { store, other } = open();
      const run = made(newRun(open()), { executorId: null });
      await write(store, run);
      const opened = async (who: typeof store, name: string, force = false) =>
        (await who.claim([run.run.id], { ...claiming(name), force }))[0]?.silentOpenings;
      expect(await opened(store, "mine")).toBe(1);
      expect(await opened(store, "mine")).toBe(1);
      expect(await opened(other, "other", true)).toBe(1);
      await other.queueRunsOf("other");
      expect(await opened(store, "mine")).toBe(2);
    });

    it("in vain is suspected, and opened again by who opens it alone, until it is forgiven", async () => {
      const { store, other } = open();
      const run = made(newRun(open()), { executorId: "dies" });
      const { id } = run.run;
      await write(store, run);
      const usual = { ...claiming("mine"), alone: false };
      const suspected = async (who: string) =>
        (await store.findSuspects(who)).find((suspect) => suspect.id === id)?.openings;
      await other.queueRunsOf("dies");
      expect(await suspected("mine")).toBeUndefined();
      expect(await other.claim([id], { ...usual, executorId: "dies too" })).toHaveLength(1);
      await other.queueRunsOf("dies too");
      expect(await suspected("mine")).toBe(1);
      expect(await store.takeUp(takingUp)).not.toContain(id);
      expect(await store.claim([id], usual)).toEqual([]);
      expect(await store.claim([id], { ...usual, alone: true })).toHaveLength(1);
      expect([await suspected("mine"), await suspected("other")]).toEqual([2, undefined]);
      await store.forgive(id, "mine");
      expect(await suspected("mine")).toBe(1);
      await store.pardon();
      expect(await suspected("mine")).toBeUndefined();
    });

    it("is possible for anybody after a process gave back all that it had", async () => {
      const { store, other } = open();
      const [run, over] = [newRun(open()), newRun(open())].map((one) =>
        made(one, { executorId: "leaving" }),
      );
      if (run === undefined || over === undefined) throw new Error("two runs were made");
      await write(store, run, over, next(over, { columns: ended("failed") }));
      await store.handBack("leaving");
      expect(await store.append([next(run)])).toEqual(new Set());
      const claimed = await other.claim([run.run.id, over.run.id], claiming("other"));
      expect(claimed).toMatchObject([{ key: run.run, silentOpenings: 1 }]);
    });
  });

  describe("a process that died", () => {
    it("loses its runs to whoever knows of its death", async () => {
      const { store } = open();
      const run = made(newRun(open()), { executorId: "known dead" });
      await write(store, run);
      const dead = { ...claiming("mine"), dead: ["known dead"] };
      expect(await store.claim([run.run.id], claiming("mine"))).toEqual([]);
      expect(await store.claim([run.run.id], dead)).toMatchObject([{ key: run.run }]);
    });

    it("has its runs queued, and they are found", async () => {
      const { store } = open();
      const old = made(newRun(open()), { executorId: "gone" });
      const run = { ...old, events: old.events.map((event) => ({ ...event, at: fromNow(0) })) };
      await write(store, run);
      expect(await store.queueRunsOf("gone")).toEqual([run.run.id]);
      expect(await store.takeUp(takingUp)).toContain(run.run.id);
      expect(await store.takeUp({ ...takingUp, except: [run.run.id] })).not.toContain(run.run.id);
      expect(await store.takeUp({ ...takingUp, patienceMs: 60_000 })).not.toContain(run.run.id);
    });

    it("is late after its lease, and without heartbeat it is dead for those only who have beaten for a lease", async () => {
      const { store, pool } = open();
      const run = made(newRun(open()), { executorId: "silent" });
      await write(store, run);
      const mine = book(open(), "mine");
      const silent = book(open(), "silent");
      expect((await silent.beat({ isWatching: false })).isFirst).toBe(true);
      expect((await mine.beat({ isWatching: false })).isFirst).toBe(true);
      expect((await mine.beat({ isWatching: false })).isFirst).toBe(false);
      expect(await lateness(open(), "silent")).toBe(false);
      await pool.query(
        "update process_heartbeat set seen_at = now() - interval '1 hour' where executor_id = 'silent'",
      );
      expect(await lateness(open(), "silent")).toBe(true);

      // As after a crash of the database.
      await pool.query("truncate process_heartbeat");
      expect((await mine.beat({ isWatching: false })).isFirst).toBe(true);
      expect(await lateness(open(), "silent")).toBeNull();
      expect(await store.takeUp(takingUp)).not.toContain(run.run.id);
      expect(await store.claim([run.run.id], claiming("mine"))).toEqual([]);
      await pool.query("update process_heartbeat set since = now() - interval '1 minute'");
      expect(await store.takeUp(takingUp)).toContain(run.run.id);
      expect(await store.claim([run.run.id], claiming("mine"))).toHaveLength(1);
      await closeAll(mine, silent);
    });

    it("leaves what it has counted to nobody in particular", async () => {
      const { other } = open();
      const run = made(newRun(open()), { executorId: "other" });
      await write(other, run, next(run, { columns: ended("cancelled") }));
      const before = await other.readCounts();
      const others = book(open(), "other");
      await others.remove("other");
      expect(await other.readCounts()).toEqual(before);
      await closeAll(others);
    });
  });

  describe("what nobody looks after", () => {
    it("is a run that waits and has something in its inbox", async () => {
      const { store } = open();
      const run = newRun(open());
      const wait = newWait(run.run.day);
      await write(store, run, next(run, { waits: [wait], columns: parked }));
      expect(await store.takeUp(takingUp)).not.toContain(run.run.id);
      await store.requestCancel(run.run.id, { userId: "u_1", name: "Ada" });
      expect(await store.takeUp(takingUp)).toContain(run.run.id);
    });

    it("is a run that goes on, and that nobody has", async () => {
      const { store, other, pool } = open();
      const run = made(newRun(open()), { executorId: "sleeper" });
      await write(store, run);
      await other.queueRunsOf("sleeper");
      // It was judged dead, and wakes.
      expect(await store.append([next(run)])).toEqual(new Set());
      // As versions left it in which such a process could write once more.
      await pool.query("update run set state = 'running' where id = $1", [run.run.id]);
      expect(await other.takeUp(takingUp)).toContain(run.run.id);
      const [claimed] = await other.claim([run.run.id], claiming("other"));
      expect(claimed?.key).toEqual(run.run);
    });

    it("is a run of this process that it has not in memory", async () => {
      const { store } = open();
      const run = made(newRun(open()), { executorId: "forgetful" });
      await write(store, run);
      const forgetful = { ...takingUp, executorId: "forgetful" };
      expect(await store.takeUp(forgetful)).toContain(run.run.id);
      expect(await store.takeUp({ ...forgetful, except: [run.run.id] })).not.toContain(run.run.id);
    });

    it("is a cancel that the owner does not take", async () => {
      const { store } = open();
      const run = newRun(open());
      await write(store, run);
      await store.requestCancel(run.run.id, { userId: "u_1", name: "Ada" });
      expect(await store.findIgnoredCancels(60_000, 1000)).not.toContain(run.run.id);
      expect(await store.findIgnoredCancels(0, 1000)).toContain(run.run.id);
      const [cancel] = await store.readInbox([run.run]);
      await write(store, next(run, { inboxTaken: [cancel?.id ?? ""] }));
      expect(await store.findIgnoredCancels(0, 1000)).not.toContain(run.run.id);
    });

    it("is not what came for a run as it ended: that is taken, and looked at no more", async () => {
      const { store } = open();
      const [over, goesOn] = [newRun(open()), newRun(open())];
      await write(store, over, goesOn);
      for (const { run } of [over, goesOn])
        await store.requestCancel(run.id, { userId: "u_1", name: "Ada" });
      await write(store, next(over, { columns: ended("succeeded") }));
      expect(await store.takeOfEnded()).toBeGreaterThan(0);
      expect(await store.readInbox([over.run])).toEqual([]);
      expect(await store.readInbox([goesOn.run])).toHaveLength(1);
      expect(await store.takeOfEnded()).toBe(0);
    });
  });

  describe("a process that looks at others' runs", () => {
    it("is known to the others as long as it beats", async () => {
      const { pool } = open();
      const [watching, writing] = [book(open(), "watching"), book(open(), "writing")];
      await watching.beat({ isWatching: true });
      expect(await writing.beat({ isWatching: true })).toMatchObject({ othersWatch: true });
      await watching.beat({ isWatching: false });
      expect(await writing.beat({ isWatching: true })).toMatchObject({ othersWatch: false });
      await watching.beat({ isWatching: true });
      await pool.query(
        "update process_heartbeat set seen_at = now() - interval '1 hour' where executor_id = 'watching'",
      );
      expect(await writing.beat({ isWatching: true })).toMatchObject({ othersWatch: false });
      await closeAll(watching, writing);
    });

    it("beats again when its connection was cut", async () => {
      const { pool } = open();
      const cut = book(open(), "cut");
      await cut.beat({ isWatching: false });
      await pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'callbook heartbeat' and datname = current_database()",
      );
      await expect
        .poll(() =>
          cut.beat({ isWatching: false }).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
      await closeAll(cut);
    });
  });
}

function book({ databaseUrl }: World, executorId: string): ProcessBook & { readonly id: string } {
  return { ...openProcessBook({ databaseUrl, executorId, leaseMs: 10_000 }), id: executorId };
}

async function closeAll(...books: readonly ReturnType<typeof book>[]): Promise<void> {
  for (const one of books) {
    await one.remove(one.id);
    await one.close();
  }
}

async function lateness({ store }: World, executorId: string): Promise<boolean | null | undefined> {
  const processes = await store.readProcesses("mine", 10_000);
  return processes.find((one) => one.executorId === executorId)?.isLate;
}
