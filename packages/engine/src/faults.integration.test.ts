import { afterAll, beforeAll, expect, it } from "vitest";
import { FAULTS, FaultRange } from "./testing/fault-range.ts";

let range: FaultRange;
beforeAll(async () => {
  range = await FaultRange.open();
});
afterAll(() => range.close());

it("a database that is killed, frozen, cut, starved, locked, read-only and slow fails no run, and loses none", async () => {
  for (const fault of FAULTS) await range.put(fault);
  const ends = await range.ends();
  expect(ends.length).toBeGreaterThan(FAULTS.length);
  expect(ends.filter((state) => state !== "succeeded")).toEqual([]);
  expect(range.repeated()).toBe(0);
  expect(range.warnings).toEqual([]);
}, 180_000);
