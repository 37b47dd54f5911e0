import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOUNDARIES, type Boundary } from "./boundary.ts";
import { KillRange } from "./testing/kill-range.ts";

let range: KillRange;
beforeAll(async () => {
  range = await KillRange.open();
});
afterAll(() => range.close());

/** How often each boundary is passed by the runs of one process, at least. */
const points: Readonly<Record<Boundary, readonly number[]>> = {
  "between run row and enqueue": [1, 2],
  "before intent": [1, 2, 3, 4],
  "after intent": [1, 2, 3, 4],
  "after the call": [1, 3, 5, 6],
  "after the answer": [1, 3, 5, 6],
  "after the commit": [1, 2, 3, 4, 6, 8],
  "before an inbox row is taken": [1, 2],
  "after an inbox row is taken": [1, 2],
};

describe("a process that is killed with -9", () => {
  const all = BOUNDARIES.flatMap((at) => points[at].map((nth) => ({ at, nth })));

  it(`at each of ${all.length} points: every run ends, nothing is lost, nothing unsafe is done twice`, async () => {
    for (const point of all) expect(await range.kill(point)).toBe("");
    await range.finish();
    expect(await range.faults()).toEqual([]);
    expect(range.accepted.size).toBeGreaterThan(all.length / 2);
  }, 120_000);
});
