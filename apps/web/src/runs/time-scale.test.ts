import { describe, expect, it } from "vitest";
import { timeScale } from "./time-scale.ts";

const work = (from: number, to: number) => ({ from, to, waits: false });
const wait = (from: number, to: number) => ({ from, to, waits: true });

describe("the time axis of a run", () => {
  it("is linear when nothing waits long", () => {
    const scale = timeScale([work(1000, 2000), work(2000, 5000)]);
    expect(scale.breaks).toEqual([]);
    expect(scale.place(1000)).toBe(0);
    expect(scale.place(3000)).toBeCloseTo(0.5);
    expect(scale.place(5000)).toBeCloseTo(1);
  });

  it("is broken where a day passes in waiting, so that seconds of work stay visible", () => {
    const day = 86_400_000;
    const scale = timeScale([work(0, 3000), wait(2000, day), work(day, day + 1000)]);
    expect(scale.breaks).toHaveLength(1);
    expect(scale.place(3000)).toBeGreaterThan(0.5);
    expect(scale.place(day) - scale.place(3000)).toBeCloseTo(0.18);
    expect(scale.place(day + 1000)).toBeCloseTo(1);
  });

  it("a wait that still lasts is the end of the axis", () => {
    const scale = timeScale([work(0, 2000), wait(2000, 560_000)]);
    expect(scale.breaks[0]?.to).toBeCloseTo(1);
    expect(scale.place(560_000)).toBeCloseTo(1);
  });

  it("never puts a later moment before an earlier one", () => {
    const scale = timeScale([
      work(0, 10),
      wait(10, 900_000),
      work(900_000, 900_020),
      wait(900_020, 2_000_000),
    ]);
    let before = -1;
    for (let time = 0; time <= 2_000_000; time += 997) {
      const place = scale.place(time);
      expect(place).toBeGreaterThanOrEqual(before);
      before = place;
    }
  });

  it("has ticks at round times from the start, and stands even when all took no time", () => {
    expect(timeScale([work(500, 3700)]).ticks.map((tick) => tick.ms)).toEqual([
      0, 1000, 2000, 3000,
    ]);
    expect(timeScale([work(7, 7)]).place(7)).toBe(0);
  });
});
