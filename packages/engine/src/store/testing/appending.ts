import { presentEvent, type RunEvent } from "@callbook/core/log";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBody } from "../body.ts";
import { type Append, LARGE_BODY_BYTES, type RunKey } from "../rows.ts";
import { at, ended, made, newResult, newRun, next, type Open, path, slot, write } from "./world.ts";

export function appending(open: Open): void {
  describe("an append", () => {
    it("writes all runs of a group at once, and each of them is read back as it was", async () => {
      const world = open();
      const runs = Array.from({ length: 50 }, () => newRun(world));
      const written = await world.store.append(runs);
      expect(written).toEqual(new Set(runs.map(({ run }) => run.id)));
      for (const { run, events } of runs) expect(await world.store.readLog(run)).toEqual(events);
    });

    it("with an older epoch is refused for that run only", async () => {
      const world = open();
      const [mine, taken, others] = [newRun(world), newRun(world), newRun(world)];
      await world.store.append([mine, taken, others]);
      await world.store.leave(taken.run.id, 1, true);
      await world.other.claim([taken.run.id], claiming("other"));
      const written = await world.store.append([next(mine), next(taken), next(others)]);
      expect([...written]).toEqual([mine.run.id, others.run.id]);
      expect(await world.store.readLog(taken.run)).toHaveLength(1);
    });

    it("that does not follow the newest event is refused, so that a log has no gap", async () => {
      const world = open();
      const run = newRun(world);
      await write(world.store, run);
      expect(await world.store.append([next(next(run))])).toEqual(new Set());
      expect(await world.store.append([next(run)])).toEqual(new Set([run.run.id]));
    });

    it("that was written and whose answer was lost is refused the second time, and the head tells why", async () => {
      const { store } = open();
      const run = newRun(open());
      await write(store, run, next(run));
      expect(await store.append([next(run)])).toEqual(new Set());
      expect(await store.append([run])).toEqual(new Set());
      expect(await store.readAppendHead(run.run.id)).toEqual({ epoch: 1, headSeq: 2 });
      expect(await store.readLog(run.run)).toHaveLength(2);
    });

    it("to a run that has ended is refused", async () => {
      const { store } = open();
      const run = newRun(open());
      const end = next(run, { columns: ended("succeeded") });
      await write(store, run, end);
      expect(await store.append([next(end)])).toEqual(new Set());
    });

    it("of a second run under one request key of a playbook is refused, and the first is found by it", async () => {
      const { store, playbooks } = open();
      const [playbookId, otherPlaybook] = playbooks;
      const key = { requestKey: `key-${Math.random()}`, inputs: { ip: "198.51.100.7" } };
      const [first, second] = [made(newRun(open()), key), made(newRun(open()), key)];
      const elsewhere = made(newRun(open()), { ...key, playbookId: otherPlaybook });
      expect(await store.append([first])).toEqual(new Set([first.run.id]));
      expect(await store.append([second, elsewhere])).toEqual(new Set([elsewhere.run.id]));
      const found = await store.findByRequestKey(playbookId, key.requestKey);
      expect(found).toEqual({ key: first.run, inputs: key.inputs });
      expect(await store.findByRequestKey(playbookId, "unknown")).toBeNull();
    });

    it("that names what is not there is at fault alone: it rejects and writes nothing", async () => {
      const { store } = open();
      const run = newRun(open());
      await expect(store.append([made(run, { playbookId: 999_999 })])).rejects.toThrow("playbook");
      expect(await store.append([run])).toEqual(new Set([run.run.id]));
    });

    it("keeps a text that PostgreSQL refuses, with what it refuses replaced; JSON stays as it is", async () => {
      const { store } = open();
      const run = newRun(open());
      const text = "a\0b\ud800c";
      const logs = [{ seq: 2, line: 0, path, blockId: "b_1", level: "info", text } as const];
      const results = [newResult({ message: text, summary: { text }, data: await packBody(text) })];
      await write(store, run, next(run, { logs, results }));
      const [line] = await store.listLogLines(run.run, null, 10);
      expect(line?.text).toBe("a\uFFFDb\uFFFDc");
      const [result] = await store.readResults(run.run, null);
      expect(result).toMatchObject({ message: "a\uFFFDb\uFFFDc", summary: { text }, data: text });
    });
  });

  describe("a log", () => {
    it("reads the same however its events were split into appends, whole and by any cursor", async () => {
      const world = open();
      await fc.assert(
        fc.asyncProperty(
          aLog,
          fc.nat(60),
          fc.integer({ min: 1, max: 60 }),
          async (log, after, limit) => {
            const { run, events } = await writeSplit(world.store, newRun(world), log);
            expect(await world.store.readLog(run)).toEqual(events);
            const page = events.filter(({ seq }) => seq > after).slice(0, limit);
            expect(await world.store.readLog(run, after, limit)).toEqual(page);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  describe("a large body", () => {
    it("is written before its event, once, and not at all for a run that is another's", async () => {
      const { store, other } = open();
      const [mine, fenced] = [newRun(open()), newRun(open())];
      await store.append([mine, fenced]);
      await other.claim([fenced.run.id], { ...claiming("other"), force: true });
      const value = Array.from({ length: 5 * 1024 }, (_, index) => `${index}`.repeat(256));
      const raw = Buffer.concat([Buffer.of(0), Buffer.alloc(2 * LARGE_BODY_BYTES, 0x20)]);
      raw.write("null", 1);
      const result = newResult({ data: await packBody(value), raw, size: 5 * 1024 * 1024 });
      for (const { run } of [mine, mine, fenced]) await store.writeLarge(run, 1, result);
      await write(store, next(mine, { results: [result] }));
      expect(await store.readResultBody(mine.run, path, slot)).toEqual({ data: value, raw: null });
      expect(await store.readResultBody(fenced.run, path, slot)).toBeNull();
    });
  });

  describe("what a run was given and what it gave", () => {
    it("is read apart from its row, which shows the beginning of a failure", async () => {
      const { store } = open();
      const run = made(newRun(open()), { inputs: { ip: "198.51.100.7", deep: { list: [null] } } });
      const failure = { code: "F-HTTP", message: "x".repeat(500), blockId: "b_1" };
      const counts = { handledFailures: 2, requests: 9, failedRequests: 3, unknownRequests: 1 };
      const columns = ended("failed", { failure, outputs: { verdict: "bad" }, ...counts });
      await write(store, run);
      expect(await store.readRunBody(run.run)).toEqual({
        inputs: run.create?.inputs,
        outputs: null,
        failure: null,
      });
      await write(store, next(run, { columns }));
      const { inputs } = run.create ?? {};
      expect(await store.readRunBody(run.run)).toEqual({
        inputs,
        outputs: columns.outputs,
        failure,
      });
      expect(await store.readRun(run.run.id)).toEqual({
        key: run.run,
        playbookId: open().playbooks[0],
        revisionId: open().revisionId,
        siteId: open().sites[0],
        testRun: false,
        actingUserId: "u_1",
        startedBy: "u_2",
        state: "failed",
        headSeq: 2,
        ...counts,
        failure: { code: "F-HTTP", message: "x".repeat(200) },
        pinned: false,
        queuedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        startedAt: at,
        finishedAt: at,
      });
    });

    it("counts the runs by how they ended, each once", async () => {
      const { store } = open();
      const before = (await store.readCounts()).byState;
      const runs = [newRun(open()), newRun(open()), newRun(open())];
      await store.append(runs);
      const ends = runs.map((run, index) =>
        next(run, { columns: index === 0 ? ended("cancelled") : ended("failed") }),
      );
      await store.append(ends);
      await store.append(ends);
      const { cancelled, failed, running } = (await store.readCounts()).byState;
      expect(cancelled - before.cancelled).toBe(1);
      expect(failed - before.failed).toBe(2);
      expect(running).toBe(before.running);
    });
  });

  describe("ids", () => {
    it("are in order, and go beyond 2^31", async () => {
      const { store, pool } = open();
      const first = await store.nextIds("run", 3);
      expect([...first].sort((one, two) => one - two)).toEqual(first);
      const far = 2 ** 40;
      for (const sequence of ["action_run_id_seq", "run_inbox_id_seq", "callback_delivery_id_seq"])
        await pool.query("select setval($1, $2)", [sequence, far]);
      expect(await store.nextIds("action run", 2)).toEqual([far + 1, far + 2]);
      const run = newRun(open());
      const { id } = run.run;
      expect(id).toBeGreaterThan(2 ** 31);
      const plan = { appRuns: [], parameters: [] };
      const action = { id: far + 1, path, blockId: "b_1", name: "A", command: "c", handle: null };
      await write(store, run, next(run, { actionRuns: [{ ...action, plan, startedAt: at }] }));
      expect(await store.findActionRun(far + 1)).toEqual(run.run);
      expect((await store.readRun(id))?.key).toEqual(run.run);
      await store.requestCancel(id, { userId: "u_1", name: "Ada" });
      expect(await store.readInbox([run.run])).toEqual([
        {
          id: String(far + 1),
          runId: id,
          arrivedAt: expect.any(String),
          message: { kind: "cancel", by: "Ada" },
        },
      ]);
    });
  });
}

export function claiming(executorId: string) {
  return { executorId, dead: [], leaseMs: 10_000, force: false, alone: true };
}

const anEvent: fc.Arbitrary<RunEvent["event"]> = fc.oneof(
  fc.record({
    v: fc.constant(1 as const),
    type: fc.constant("CancelRequested" as const),
    by: fc.string({ unit: "binary", maxLength: 20 }),
  }),
  fc.record({
    v: fc.constant(2 as const),
    type: fc.constant("BlockSkipped" as const),
    path: fc.constant(path),
    blockId: fc.constant("b_1"),
    reason: fc.string({ maxLength: 40 }),
    died: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  }),
);
/** The events of each append. */
const aLog = fc.array(fc.array(anEvent, { minLength: 1, maxLength: 12 }), { maxLength: 8 });

async function writeSplit(
  store: ReturnType<Open>["store"],
  start: Append,
  log: readonly (readonly RunEvent["event"][])[],
): Promise<{ run: RunKey; events: readonly RunEvent[] }> {
  const appends = [start];
  let last = start;
  for (const bodies of log) {
    const headSeq = last.headSeq + last.events.length;
    const time = new Date(Date.parse(at) + headSeq).toISOString();
    const events = bodies.map((event, index) => ({ seq: headSeq + index + 1, at: time, event }));
    last = next(last, { events });
    appends.push(last);
  }
  await write(store, ...appends);
  const events = appends.flatMap((append) => append.events);
  for (const { event } of events) expect(presentEvent(event)).not.toBeNull();
  return { run: start.run, events };
}
