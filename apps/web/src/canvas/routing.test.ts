import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "./geometry.ts";
import { roundedPath, routeCallback } from "./routing.ts";

const box = (x: number, y: number): Box => ({ x, y, width: 192, height: 90 });

function ends(source: Box, target: Box) {
  return {
    source,
    target,
    from: { x: source.x + 96, y: source.y + 90 },
    to: { x: target.x + 96, y: target.y },
  };
}

describe("the way of a callback", () => {
  it("is one straight line when the target stands right below", () => {
    const route = routeCallback(ends(box(0, 0), box(0, 130)), "middle", "target");
    expect(route.points).toHaveLength(2);
    expect(route.line).toBe("M96 90L96 125");
    expect(route.pill).toEqual({ x: 96, y: 110 });
  });

  it("bends in the middle of the gap, with corners of radius 6 and the pill over the target", () => {
    const route = routeCallback(ends(box(0, 0), box(208, 130)), "middle", "target");
    expect(route.points.map((point) => point.y)).toEqual([90, 110, 110, 130]);
    expect(route.line).toBe("M96 90L96 104Q96 110 102 110L298 110Q304 110 304 116L304 125");
    expect(route.pill).toEqual({ x: 304, y: 110 });
  });

  it("turns 7 below its block when another pill is in the way", () => {
    const route = routeCallback(ends(box(0, 0), box(208, 130)), "near", "target");
    expect(route.points[1]).toEqual({ x: 96, y: 97 });
    expect(route.pill).toEqual({ x: 304, y: 110 });
  });

  it("goes round both blocks when the target stands above", () => {
    const route = routeCallback(ends(box(0, 300), box(0, 0)), "middle", "target");
    const side = route.points[2]?.x ?? 0;
    expect(side).toBeGreaterThanOrEqual(192);
    expect(route.points.at(-2)?.y).toBeLessThan(0);
  });

  it("always runs along the axes and ends on its target, wherever the blocks stand", () => {
    const place = fc.integer({ min: -2000, max: 2000 });
    fc.assert(
      fc.property(place, place, fc.constantFrom("middle", "near"), (x, y, bus) => {
        const route = routeCallback(ends(box(0, 0), box(x, y)), bus, "target");
        for (let index = 1; index < route.points.length; index += 1) {
          const a = route.points[index - 1];
          const b = route.points[index];
          expect(Math.abs((a?.x ?? 0) - (b?.x ?? 0)) < 1 || a?.y === b?.y).toBe(true);
        }
        expect(route.points.at(-1)).toEqual({ x: x + 96, y });
        expect(route.line).not.toContain("NaN");
      }),
    );
  });
});

it("a corner between short legs has a smaller radius, and no points give no path", () => {
  expect(roundedPath([])).toBe("");
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 0, y: 4 },
      { x: 10, y: 4 },
    ]),
  ).toBe("M0 0L0 2Q0 4 2 4L10 4");
});
