import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engineDatabase } from "../testing/fixture.ts";
import { openDbosShell } from "./dbos-shell.ts";
import type { Shell } from "./shell.ts";

let database: TestDatabase;
let shell: Shell;
beforeAll(async () => {
  database = await engineDatabase();
  shell = await openDbosShell({
    databaseUrl: database.url,
    executorId: "tidies",
    drive: () => Promise.resolve(),
    queuedAtOnce: 1,
    tell: () => undefined,
  });
});
afterAll(async () => {
  await shell.stop();
  await database.drop();
});

async function ended(): Promise<number> {
  const { rows } = await database.pool.query(
    "select count(*)::int as n from dbos.workflow_status where status = 'SUCCESS'",
  );
  return rows[0]?.n;
}

it("starts that ended are removed as fast as they come, however many they are", async () => {
  await shell.start([1]);
  await expect.poll(ended).toBe(1);
  await database.pool.query(`insert into dbos.workflow_status
    select (jsonb_populate_record(w, jsonb_build_object('workflow_uuid', gen_random_uuid()))).*
    from dbos.workflow_status w, generate_series(1, 2500)`);
  await shell.tidy();
  expect(await ended()).toBe(2_501);
  await shell.tidy(-60_000);
  expect(await ended()).toBe(0);
});
