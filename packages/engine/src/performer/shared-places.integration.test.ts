import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProcessBook, openRunStore } from "../store/open.ts";
import { ConnectionLocks } from "./connection-locks.ts";
import { SharedPlaces } from "./shared-places.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const never = new AbortController().signal;

/** The locks of a process that knows of others, or believes to be alone. */
function processOf(executorId: string, hasOthers = true): ConnectionLocks {
  const store = openRunStore({ pool: database.pool, executorId });
  const onError = (error: unknown): void => {
    throw error;
  };
  return new ConnectionLocks(new SharedPlaces({ store, hasOthers: () => hasOthers, onError }));
}

describe("executions of several processes on one connection", () => {
  it("run as many at once as the limit says, over all of them", async () => {
    const [one, two] = [processOf("one"), processOf("two")];
    let running = 0;
    let most = 0;
    const work = async (locks: ConnectionLocks): Promise<void> => {
      const release = await locks.acquire(1, 2, never);
      running += 1;
      most = Math.max(most, running);
      await database.pool.query("select pg_sleep(0.01)");
      running -= 1;
      release();
    };
    await Promise.all(Array.from({ length: 12 }, (_, index) => work(index % 2 === 0 ? one : two)));
    expect(most).toBe(2);
    await expect.poll(places).toBe(0);
  });

  it("wait for one that another process has, and go on when it is given back", async () => {
    const release = await processOf("one").acquire(2, 1, never);
    const second = processOf("two").acquire(2, 1, never);
    release();
    (await second)();
    await expect.poll(places).toBe(0);
  });

  it("leave without a place when they are told to stop", async () => {
    const release = await processOf("one").acquire(3, 1, never);
    const stop = new AbortController();
    const second = processOf("two").acquire(3, 1, stop.signal);
    stop.abort(new Error("stopped"));
    await expect(second).rejects.toThrow("stopped");
    release();
    await expect.poll(places).toBe(0);
  });

  it("have the place of a process that died once that is known", async () => {
    await processOf("died").acquire(4, 1, never);
    const second = processOf("two").acquire(4, 1, never);
    const book = openProcessBook({ databaseUrl: database.url, executorId: "two", leaseMs: 1000 });
    await book.remove("died");
    (await second)();
    await book.close();
  });

  it("have one place for one turn, also when the answer was lost and it asks again", async () => {
    const store = openRunStore({ pool: database.pool, executorId: "one" });
    const taken = [await store.takePlace(5, 1, "turn"), await store.takePlace(5, 1, "turn")];
    expect([...taken, await store.takePlace(5, 1, "another")]).toEqual([true, true, false]);
  });

  it("ask nobody where there is no other process", async () => {
    const before = await places();
    await processOf("alone", false).acquire(6, 1, never);
    expect(await places()).toBe(before);
  });
});

async function places(): Promise<number> {
  const { rows } = await database.pool.query("select count(*)::int as n from connection_place");
  return rows[0]?.n;
}
