import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRateLimit } from "./rate-limit.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The same limit, as each of two processes has it. */
function ofTwoProcesses(name: string, points = 3) {
  const one = () => createRateLimit({ db: database.prisma, name, points, seconds: 60 });
  return [one(), one()] as const;
}

it("tries at one process count at the other", async () => {
  const [here, there] = ofTwoProcesses("tries");
  expect([await here.count("ada"), await there.count("ada"), await here.count("ada")]).toEqual([
    null,
    null,
    null,
  ]);
  const seconds = await there.blockedFor("ada");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await there.count("ada")).toBeGreaterThan(0);
  expect(await here.count("bob")).toBeNull();
});

it("many at the same moment get no more than the limit", async () => {
  const [here, there] = ofTwoProcesses("at once", 5);
  const asked = Array.from({ length: 20 }, (_, index) =>
    (index % 2 === 0 ? here : there).count("ada"),
  );
  const passed = (await Promise.all(asked)).filter((seconds) => seconds === null);
  expect(passed).toHaveLength(5);
});

it("one is taken back, and all are forgotten, everywhere", async () => {
  const [here, there] = ofTwoProcesses("back", 1);
  await here.count("ada");
  await there.giveBack("ada");
  expect(await here.blockedFor("ada")).toBeNull();
  await here.count("ada");
  expect(await there.blockedFor("ada")).not.toBeNull();
  await there.clear("ada");
  expect(await here.count("ada")).toBeNull();
});

it("begins anew when its time is over, and nothing that is over is kept", async () => {
  const [here] = ofTwoProcesses("anew", 1);
  await here.count("ada");
  await here.count("ada");
  await database.pool.query("update rate_limit set ends_at = now() - interval '1 s'");
  expect(await here.blockedFor("ada")).toBeNull();
  expect(await here.count("ada")).toBeNull();
  const { rows } = await database.pool.query("select count(*)::int as rows from rate_limit");
  expect(rows).toEqual([{ rows: 1 }]);
});

it("keeps nobody's name or address", async () => {
  const [here] = ofTwoProcesses("names");
  await here.count("ada@example.com");
  const { rows } = await database.pool.query("select * from rate_limit");
  expect(JSON.stringify(rows)).not.toContain("ada");
});
