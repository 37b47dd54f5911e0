import { type Listener, openListener } from "@callbook/db";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { Changes } from "../read/changes.ts";
import { openRunStore } from "../store/open.ts";
import { hearRuns } from "./hear.ts";
import { Notices } from "./notices.ts";

/** A process as far as notices go, and what it was told. */
interface Process {
  readonly notices: Notices;
  readonly changes: Changes;
  readonly events: number[];
  readonly inboxes: number[];
  gaps: number;
  stop(): Promise<void>;
}

let database: TestDatabase;
/** Hears everything that is said, in its order. */
let witness: Listener;
let said: string[];
let processes: Process[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [said, processes] = [[], []];
  witness = await openListener(database.url, () => undefined);
  for (const what of ["events", "inbox", "watch", "queued"])
    await witness.listen(`callbook_run_${what}`, (text) => said.push(`${what} ${text}`));
});
afterEach(async () => {
  for (const process of processes) await process.stop();
  await witness.close();
});

async function begin(executorId: string): Promise<Process> {
  const store = openRunStore({ pool: database.pool, executorId });
  const errors: unknown[] = [];
  const notices = new Notices({ store, executorId, onError: (error) => errors.push(error) });
  const changes = new Changes(() => notices.beginWatching());
  const listener = await openListener(database.url, () => undefined);
  const events: number[] = [];
  const inboxes: number[] = [];
  const process: Process = {
    notices,
    changes,
    events,
    inboxes,
    gaps: 0,
    stop: async () => {
      await notices.stop();
      await listener.close();
      expect(errors).toEqual([]);
    },
  };
  await hearRuns({
    listener,
    executorId,
    onEvents: (runIds) => events.push(...runIds),
    onInbox: (runIds) => inboxes.push(...runIds),
    onQueued: () => undefined,
    onWatch: () => notices.othersWatch(),
    onGap: () => {
      process.gaps += 1;
    },
  });
  processes.push(process);
  return process;
}

/** Says something of its own, which everybody hears after whatever was said before. */
async function everythingHeard(): Promise<void> {
  const mark = String(said.length);
  await database.pool.query("select pg_notify('callbook_run_queued', $1)", [mark]);
  await expect.poll(() => said).toContain(`queued ${mark}`);
}

it("nothing is said of what was written as long as no other process looks on", async () => {
  const [writer] = [await begin("writer"), await begin("other")];
  writer.changes.subscribe(null, () => undefined);
  writer.notices.written([1, 2]);
  await writer.notices.stop();
  await everythingHeard();
  expect(said.filter((text) => text.startsWith("events"))).toEqual([]);
});

it("who begins to look is told of what was written a moment before, and of everything from then on", async () => {
  const [writer, reader] = [await begin("writer"), await begin("reader")];
  writer.notices.written([11, 12]);
  await writer.notices.stop();
  const leave = reader.changes.subscribe([11], () => undefined);
  await expect.poll(() => reader.events).toEqual([11, 12]);
  writer.notices.written([13]);
  writer.notices.written([13, 2 ** 40]);
  await expect.poll(() => reader.events).toEqual([11, 12, 13, 2 ** 40]);
  expect(writer.events).toEqual([]);

  // Others go on looking for a moment, so that coming and going says nothing new.
  leave();
  reader.changes.subscribe(null, () => undefined);
  await everythingHeard();
  expect(said.filter((text) => text === "watch reader")).toHaveLength(1);
});

it("who begins to look after more was written than can be remembered reads everything again", async () => {
  const [writer, reader] = [await begin("writer"), await begin("reader")];
  writer.notices.written(Array.from({ length: 5_000 }, (_, index) => 2 ** 40 + index));
  await writer.notices.stop();
  reader.changes.subscribe(null, () => undefined);
  await expect.poll(() => reader.gaps).toBe(1);
});

it("thousands of runs at once are told in notices that the database takes", async () => {
  const [writer, reader] = [await begin("writer"), await begin("reader")];
  reader.changes.subscribe(null, () => undefined);
  await everythingHeard();
  await expect.poll(() => said).toContain("watch reader");
  writer.notices.othersWatch();
  const runIds = Array.from({ length: 1_500 }, (_, index) => 2 ** 52 + index);
  writer.notices.written(runIds);
  await expect.poll(() => reader.events.length).toBe(1_500);
  expect(reader.events).toEqual(runIds);
});

it("what lies in an inbox is told to the owner of its run alone, if that is another process", async () => {
  const [writer, owner] = [await begin("writer"), await begin("owner")];
  writer.notices.arrived({ runId: 1, owner: null });
  writer.notices.arrived({ runId: 2, owner: "writer" });
  writer.notices.arrived({ runId: 3, owner: "owner" });
  await expect.poll(() => owner.inboxes).toEqual([3]);
  await everythingHeard();
  expect(said.filter((text) => text.startsWith("inbox"))).toEqual(["inbox 3"]);
});
