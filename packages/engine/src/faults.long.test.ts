import { afterAll, beforeAll, expect, it } from "vitest";
import { FAULTS, FaultRange } from "./testing/fault-range.ts";

let range: FaultRange;
beforeAll(async () => {
  range = await FaultRange.open();
});
afterAll(() => range.close());

const minutes = 5;

it(`${minutes} minutes of faults of the database, by chance: no run is failed, none is lost`, async () => {
  const until = performance.now() + minutes * 60_000;
  while (performance.now() < until) {
    const fault = FAULTS[Math.floor(Math.random() * FAULTS.length)];
    if (fault !== undefined) await range.put(fault);
  }
  const ends = await range.ends();
  expect(ends.filter((state) => state !== "succeeded")).toEqual([]);
  expect(range.repeated()).toBe(0);
  expect(range.warnings).toEqual([]);
}, 900_000);
