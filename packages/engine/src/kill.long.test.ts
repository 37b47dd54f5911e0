import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOUNDARIES } from "./boundary.ts";
import { KillRange } from "./testing/kill-range.ts";

let range: KillRange;
beforeAll(async () => {
  range = await KillRange.open();
});
afterAll(() => range.close());

const kills = 200;

describe("a process that is killed with -9 again and again", () => {
  it(`at ${kills} points by chance: every run ends, nothing is lost, nothing unsafe is done twice`, async () => {
    for (let count = 0; count < kills; count += 1) {
      const at = BOUNDARIES[Math.floor(Math.random() * BOUNDARIES.length)] ?? "after the commit";
      // Each of these is passed at least once for each of the two runs.
      expect(await range.kill({ at, nth: 1 + Math.floor(Math.random() * 2) })).toBe("");
    }
    await range.finish();
    expect(await range.faults()).toEqual([]);
  }, 900_000);
});
