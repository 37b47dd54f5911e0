import { inPass } from "@callbook/core/log";
import { describe, expect, it } from "vitest";
import { claiming } from "./appending.ts";
import {
  ended,
  fromNow,
  newDelivery,
  newRun,
  newWait,
  next,
  type Open,
  parked,
  path,
  running,
  slot,
  today,
  type World,
  write,
} from "./world.ts";

const anyText: unknown = expect.any(String);

export function arriving(open: Open): void {
  describe("an answer by callback", () => {
    it("ends its wait and lies in the inbox; a second one finds that it was faster", async () => {
      const { store } = open();
      const { run, wait } = await waitingRun(open());
      const found = await store.findWait(wait.id);
      if (found === null) throw new Error("the wait is there");
      expect(found).toEqual({
        id: wait.id,
        run: run.run,
        state: "open",
        tokenHash: wait.tokenHash,
        isOverdue: false,
        connectionId: null,
      });
      await store.keepDelivery(found, newDelivery(null), 400, "refused: not JSON");
      expect(await store.consumeWait(found, newDelivery('{"v":1}'))).toEqual({
        runId: run.run.id,
        owner: null,
      });
      expect(await store.consumeWait(found, newDelivery('{"v":2}'))).toBeNull();
      expect((await store.findWait(wait.id))?.state).toBe("satisfied");
      await store.keepDelivery(found, newDelivery('{"v":2}'), 409, "late");
      const answer = {
        deliveryId: expect.stringMatching(/^\d+$/),
        receivedAt: expect.stringMatching(/Z$/),
        answered: 202,
        headers: { date: "today" },
        view: { v: 1 },
        text: '{"v":1}',
        size: 7,
        attempts: 3,
      };
      const message = { kind: "callback", waitId: wait.id, path, slot, answer };
      const [row] = await store.readInbox([run.run]);
      expect(row).toEqual({ id: anyText, runId: run.run.id, arrivedAt: anyText, message });
      expect(await store.readInbox([run.run], [row?.id ?? ""])).toEqual([]);
      const deliveries = await store.listDeliveries(run.run, wait.id, null, 2);
      expect(deliveries.map(({ answered, view }) => [answered, view])).toEqual([
        [400, null],
        [202, { v: 1 }],
      ]);
      const more = await store.listDeliveries(run.run, wait.id, deliveries[1]?.id ?? null, 2);
      expect(more).toMatchObject([{ answered: 409, outcome: "late", size: 7 }]);
    });

    it("is waited for until the deadline that comes first, which lists are told of many runs at once", async () => {
      const { store } = open();
      const run = newRun(open());
      const other = newRun(open());
      const [late, soon] = [fromNow(90_000), fromNow(30_000)];
      const waits = [
        newWait(run.run.day, { deadline: late }),
        newWait(run.run.day, { deadline: soon, kind: "delay", tokenHash: null }),
      ];
      await write(store, run, next(run, { waits }), other);
      const known = [run.run, other.run];
      const told = [{ runId: run.run.id, kind: "delay", deadline: soon }];
      expect(await store.readNextWaits(known)).toEqual(told);
      expect(await store.readNextWaits([])).toEqual([]);
      const [found] = await Promise.all(waits.map(({ id }) => store.findWait(id)));
      if (found == null) throw new Error("the wait is there");
      await store.consumeWait(found, newDelivery('{"v":1}'));
      expect(await store.readNextWaits(known)).toEqual(told);
    });

    it("is taken with the events that were made of it", async () => {
      const { store } = open();
      const { run, wait, last } = await waitingRun(open());
      await answer(open(), wait.id);
      const [claimed] = await store.claim([run.run.id], claiming("mine"));
      const [row] = await store.readInbox([run.run]);
      const taken = { epoch: claimed?.epoch ?? 0, inboxTaken: [row?.id ?? ""] };
      await write(store, next(last, taken));
      expect(await store.readInbox([run.run])).toEqual([]);
    });

    it("tells the owner of a run that has one, and leaves it to him", async () => {
      const { store } = open();
      const run = newRun(open());
      const wait = newWait(run.run.day);
      await write(store, run, next(run, { waits: [wait] }));
      expect(await answer(open(), wait.id)).toEqual({ runId: run.run.id, owner: "mine" });
      expect((await store.readRun(run.run.id))?.state).toBe("running");
    });

    it("finds nothing once the run has ended, or the wait was closed", async () => {
      const { store } = open();
      const run = newRun(open());
      const [one, other, third] = [1, 2, 3].map(() => newWait(run.run.day));
      if (!one || !other || !third) throw new Error("three waits were made");
      const elsewhere = { ...other, path: inPass(path, 2) };
      await write(store, run, next(run, { waits: [one, elsewhere, third] }));
      const close = next(next(run), { closedWaits: [elsewhere] });
      await write(store, close);
      expect(await answer(open(), elsewhere.id)).toBeNull();
      expect(await store.closeOpenWaits(run.run, 9, path, slot)).toBe(0);
      expect(await store.closeOpenWaits(run.run, 1, path, slot)).toBe(2);
      const end = { columns: ended("cancelled"), closesAllWaits: true };
      await write(store, next(close, { waits: [newWait(run.run.day)] }));
      await write(store, next(next(close), end));
      const states = (await store.readWaits(run.run)).map(({ state }) => state);
      expect(states).toEqual(["closed", "closed", "closed", "closed"]);
    });

    it("finds nothing at a wait that is made as the run ends, or as its slot does", async () => {
      const { store } = open();
      for (const end of [
        { columns: ended("cancelled"), closesAllWaits: true },
        { closedWaits: [{ path, slot }] },
      ]) {
        const run = newRun(open());
        const wait = newWait(run.run.day);
        await write(store, run, next(run, { ...end, waits: [wait] }));
        const ends = [{ id: wait.id, state: "closed", endedAt: expect.any(String) }];
        expect(await store.readWaits(run.run)).toMatchObject(ends);
        expect(await answer(open(), wait.id)).toBeNull();
      }
    });

    it("that comes as the owner lets go is seen by him or finds the run queued: never lost", async () => {
      const { store } = open();
      for (let round = 0; round < 30; round += 1) {
        const run = newRun(open());
        const wait = newWait(run.run.day);
        const waits = next(run, { waits: [wait] });
        await write(store, run, waits);
        const [arrival] = await Promise.all([
          answer(open(), wait.id),
          store.append([next(waits, { columns: parked })]),
        ]);
        expect(arrival?.runId).toBe(run.run.id);
        // Who let go looks once more; whoever was told that there is no owner takes the run.
        expect(await store.readInbox([run.run])).toHaveLength(1);
        const claimed = await store.claim([run.run.id], claiming("mine"));
        expect(claimed).toHaveLength(1);
      }
    });

    it("of version 1, whose id tells no day, is found wherever it lies", async () => {
      const { store } = open();
      const run = newRun(open());
      const id = "0d5f2a6e-3c1b-4f6a-9b53-0c8a8a1d2e3f";
      await write(
        store,
        run,
        next(run, { waits: [newWait(run.run.day, { id })], columns: parked }),
      );
      expect((await store.findWait(id))?.run).toEqual(run.run);
      expect(await answer(open(), id)).toEqual({ runId: run.run.id, owner: null });
      expect(await store.findWait("1d5f2a6e-3c1b-4f6a-9b53-0c8a8a1d2e3f")).toBeNull();
      expect(await store.findWait("nothing of ours")).toBeNull();
    });
  });

  describe("a deadline", () => {
    it("ends the wait when it has passed, and says so to whoever is to know", async () => {
      const { store } = open();
      const { run, wait } = await waitingRun(open(), { deadline: fromNow(-1), kind: "delay" });
      expect((await store.findWait(wait.id))?.isOverdue).toBe(true);
      const { arrivals } = await store.expireWaits(1000);
      expect(arrivals).toContainEqual({ runId: run.run.id, owner: null });
      expect(await store.expireWaits(1000)).toEqual({ arrivals: [], ended: 0 });
      expect(await store.readInbox([run.run])).toMatchObject([
        { message: { kind: "timeout", waitId: wait.id, path, slot } },
      ]);
      expect(await store.readWaits(run.run)).toMatchObject([
        { id: wait.id, kind: "delay", state: "expired", outboundStatus: null, blockId: "b_1" },
      ]);
    });

    it("of many waits of one run is told as often as there is more to end", async () => {
      const { store } = open();
      const run = newRun(open());
      const waits = Array.from({ length: 5 }, (_, index) =>
        newWait(run.run.day, { deadline: fromNow(-1), path: inPass(path, index) }),
      );
      await write(store, run, next(run, { waits, columns: parked }));
      const arrivals = [{ runId: run.run.id, owner: null }];
      expect(await store.expireWaits(4)).toEqual({ arrivals, ended: 4 });
      expect(await store.expireWaits(4)).toEqual({ arrivals, ended: 1 });
      expect(await store.readInbox([run.run])).toHaveLength(5);
    });

    it("of a run that has ended, or is gone, closes its waits and is told to nobody", async () => {
      const { store, pool } = open();
      const [over, gone] = [newRun(open()), newRun(open())];
      const wait = (day: string) => newWait(day, { deadline: fromNow(-1) });
      const waits = [over, gone].map((run) => next(run, { waits: [wait(run.run.day)] }));
      await write(store, over, gone, ...waits);
      const [last] = waits;
      if (last === undefined) throw new Error("two runs wait");
      await write(store, next(last, { columns: ended("succeeded") }));
      await pool.query("delete from run where id = $1", [gone.run.id]);
      expect(await store.expireWaits(2)).toEqual({ arrivals: [], ended: 2 });
      expect(await store.expireWaits(2)).toEqual({ arrivals: [], ended: 0 });
      for (const { run } of [over, gone])
        expect(await store.readWaits(run)).toMatchObject([{ state: "closed" }]);
      expect(await store.readInbox([over.run, gone.run])).toEqual([]);
    });

    it("and an answer: whichever is first wins, and the other finds nothing", async () => {
      const { store } = open();
      const deadline = fromNow(60);
      const waiting = await Promise.all(
        Array.from({ length: 60 }, () => waitingRun(open(), { deadline })),
      );
      const answered = waiting.map(async ({ wait }, index) => {
        while (Date.now() < Date.parse(deadline) - 30 + index) await store.expireWaits(10);
        return answer(open(), wait.id);
      });
      const arrivals = await Promise.all(answered);
      while ((await store.expireWaits(1000)).ended > 0);
      await expect
        .poll(async () => (await store.readInbox(waiting.map(({ run }) => run.run))).length)
        .toBe(waiting.length);
      const rows = await store.readInbox(waiting.map(({ run }) => run.run));
      const kinds = waiting.map(({ run }) => rows.filter(({ runId }) => runId === run.run.id));
      kinds.forEach((those, index) => {
        const kind = arrivals[index] === null ? "timeout" : "callback";
        expect(those.map(({ message }) => message.kind)).toEqual([kind]);
      });
    });

    it("is kept with the status of the request's answer until then", async () => {
      const { store } = open();
      const { run, wait, last } = await waitingRun(open(), {}, running);
      await write(store, next(last, { accepted: [{ waitId: wait.id, status: 202 }] }));
      const { deadline } = wait;
      expect(await store.readWaits(run.run)).toMatchObject([{ outboundStatus: 202, deadline }]);
    });
  });

  describe("a cancel", () => {
    it("lies in the inbox of a run that goes on, queues one that waits, and is too late for one that ended", async () => {
      const { store } = open();
      const who = { userId: "u_9", name: "Ada" };
      const [runs, over] = [newRun(open()), newRun(open())];
      await write(store, runs, over, next(over, { columns: ended("failed") }));
      const { run: waits } = await waitingRun(open());
      expect(await store.requestCancel(runs.run.id, who)).toMatchObject({ owner: "mine" });
      expect(await store.requestCancel(waits.run.id, who)).toMatchObject({ owner: null });
      expect(await store.requestCancel(over.run.id, who)).toBeNull();
      expect(await store.requestCancel(999_999_999, who)).toBeNull();
      expect((await store.readRun(waits.run.id))?.state).toBe("queued");
      const rows = await store.readInbox([runs.run, waits.run, over.run]);
      expect(rows.map(({ message }) => message)).toEqual([
        { kind: "cancel", by: "Ada" },
        { kind: "cancel", by: "Ada" },
      ]);
    });
  });
}

/** A run all of which waits. */
async function waitingRun(
  world: World,
  given: Parameters<typeof newWait>[1] = {},
  columns = parked,
) {
  const run = newRun(world, today());
  const wait = newWait(run.run.day, given);
  const last = next(run, { waits: [wait], columns });
  await write(world.store, run, last);
  return { run, wait, last };
}

async function answer({ store }: World, waitId: string) {
  const found = await store.findWait(waitId);
  return found === null ? null : store.consumeWait(found, newDelivery());
}
