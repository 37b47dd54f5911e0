import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Listener, openListener } from "./listen.ts";
import { createTestDatabase, type TestDatabase } from "./testing/index.ts";

let database: TestDatabase;
const opened: Listener[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const listener of opened.splice(0)) await listener.close();
});
afterAll(() => database.drop());

async function open(warnings: string[] = []): Promise<Listener> {
  const listener = await openListener(database.url, (message) => warnings.push(message));
  opened.push(listener);
  return listener;
}

async function say(channel: string, payload: string): Promise<void> {
  await database.pool.query("SELECT pg_notify($1, $2)", [channel, payload]);
}

/** Ends every connection that listens, as a restarted server does. */
async function cut(): Promise<void> {
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'callbook listen'`,
  );
}

it("hears what is said on its channels, for everybody who listens, until they stop", async () => {
  const listener = await open();
  const [first, second, other]: string[][] = [[], [], []];
  const stop = await listener.listen("news", (payload) => first?.push(payload));
  await listener.listen("news", (payload) => second?.push(payload));
  await listener.listen("other", (payload) => other?.push(payload));
  await say("news", "1");
  await vi.waitFor(() => expect(second).toEqual(["1"]));
  stop();
  await say("news", "2");
  await say("other", "3");
  await vi.waitFor(() => expect(other).toEqual(["3"]));
  expect({ first, second }).toEqual({ first: ["1"], second: ["1", "2"] });
});

it("takes a channel's name as it is written", async () => {
  const listener = await open();
  const heard: string[] = [];
  await listener.listen('News "of" today', (payload) => heard.push(payload));
  await say('News "of" today', "");
  await vi.waitFor(() => expect(heard).toEqual([""]));
});

it("hears again after its connection was cut, and says that something may have been missed", async () => {
  const warnings: string[] = [];
  const listener = await open(warnings);
  const heard: string[] = [];
  let gaps = 0;
  listener.onGap(() => {
    gaps += 1;
  });
  await listener.listen("before", (payload) => heard.push(payload));
  await cut();
  await vi.waitFor(() => expect(warnings).toHaveLength(1));
  // Asked for while it is down: heard once it is up.
  await listener.listen("during", (payload) => heard.push(payload));
  await vi.waitFor(() => expect(gaps).toBe(1));
  await say("before", "1");
  await say("during", "2");
  await vi.waitFor(() => expect(heard).toEqual(["1", "2"]));
});

it("is not connected again once it is closed", async () => {
  const warnings: string[] = [];
  const closed = await open(warnings);
  const other = await open(warnings);
  let gaps = 0;
  other.onGap(() => {
    gaps += 1;
  });
  await cut();
  await vi.waitFor(() => expect(warnings).toHaveLength(2));
  await closed.close();
  // The other one, which was cut at the same time, is back: so the closed one would be.
  await vi.waitFor(() => expect(gaps).toBe(1));
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'callbook listen'`,
  );
  expect(rows).toEqual([{ count: 1 }]);
});

it("rejects when the database cannot be reached", async () => {
  const url = new URL(database.url);
  url.pathname = "/nowhere";
  await expect(openListener(url.toString(), () => undefined)).rejects.toThrow(/nowhere/);
});
