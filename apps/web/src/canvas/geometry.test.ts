import { describe, expect, it } from "vitest";
import { blockSize, boundsOf, freePlace, incomingX, overlaps, portX, snapped } from "./geometry.ts";

const plain = { kind: "block", subtitle: false, chips: false, ports: false, join: false } as const;

describe("the size of a block", () => {
  it.each([
    ["Start is 28 high", { ...plain, kind: "entry" as const }, 28],
    ["one line with ports is 77 high", { ...plain, ports: true }, 77],
    ["two lines are 67 high", { ...plain, subtitle: true }, 67],
    ["with connections it is 90 high", { ...plain, subtitle: true, chips: true }, 90],
    [
      "an error port that is wired adds its row",
      { ...plain, subtitle: true, chips: true, ports: true },
      108,
    ],
    ["a join adds its strip", { ...plain, subtitle: true, chips: true, join: true }, 110],
  ])("%s", (_, shape, height) => {
    expect(blockSize(shape).height).toBe(height);
  });
});

describe("ports and heads", () => {
  it("one port stands in the middle, three share the width", () => {
    expect(portX(0, 1, 192)).toBe(96);
    expect([0, 1, 2].map((index) => portX(index, 3, 192))).toEqual([32, 96, 160]);
  });

  it("heads on a join stand 48 apart round the middle and never leave the block", () => {
    expect([0, 1, 2].map((index) => incomingX(index, 3, 192))).toEqual([48, 96, 144]);
    const many = Array.from({ length: 20 }, (_, index) => incomingX(index, 20, 192));
    expect(Math.min(...many)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...many)).toBeLessThanOrEqual(176);
  });
});

describe("places", () => {
  it("snaps to the 16 px grid and gives no minus zero", () => {
    expect(snapped({ x: 23, y: -7 })).toEqual({ x: 16, y: 0 });
    expect(Object.is(snapped({ x: 0, y: -7 }).y, 0)).toBe(true);
  });

  it("a new block never covers one that is there", () => {
    const taken = [];
    for (let count = 0; count < 25; count += 1) {
      const place = freePlace({ x: 0, y: 0 }, { width: 192, height: 90 }, taken);
      const box = { ...place, width: 192, height: 90 };
      expect(taken.some((other) => overlaps(box, other))).toBe(false);
      taken.push(box);
    }
  });

  it("bounds hold every box, and none for nothing", () => {
    expect(boundsOf([])).toBeNull();
    expect(
      boundsOf([
        { x: 10, y: 0, width: 5, height: 5 },
        { x: -10, y: 20, width: 5, height: 5 },
      ]),
    ).toEqual({ x: -10, y: 0, width: 25, height: 25 });
  });
});
