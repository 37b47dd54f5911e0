import { expect, it } from "vitest";
import { overlaps } from "./geometry.ts";
import { tidyLayout } from "./tidy.ts";

const blocks = ["a", "b", "c", "d"].map((id) => ({
  id,
  box: { x: 160, y: 320, width: 192, height: 90 },
}));
const callbacks = [
  { source: "a", target: "b" },
  { source: "a", target: "c" },
  { source: "b", target: "d" },
  { source: "c", target: "d" },
];

function laidOut(from: typeof blocks) {
  const moves = tidyLayout(from, callbacks);
  return from.map(({ id, box }) => ({ id, box: { ...box, ...moves.get(id) } }));
}

it("lays blocks out in rows on the grid, callers above whom they call, none on another", () => {
  const after = laidOut(blocks);
  const y = (id: string) => after.find((block) => block.id === id)?.box.y ?? 0;
  expect(y("a")).toBeLessThan(y("b"));
  expect(y("b")).toBe(y("c"));
  expect(y("c")).toBeLessThan(y("d"));
  for (const { id, box } of after) {
    expect(box.x % 16).toBe(0);
    expect(box.y % 16).toBe(0);
    for (const other of after) {
      if (other.id !== id) expect(overlaps(box, other.box, 16)).toBe(false);
    }
  }
});

it("keeps the upper left corner, and changes nothing the second time", () => {
  const after = laidOut(blocks);
  expect(Math.min(...after.map((block) => block.box.x))).toBe(160);
  expect(Math.min(...after.map((block) => block.box.y))).toBe(320);
  expect(tidyLayout(after, callbacks).size).toBe(0);
});

it("does not fall over a cycle, a callback to itself or nothing at all", () => {
  expect(tidyLayout([], []).size).toBe(0);
  const cyclic = [...callbacks, { source: "d", target: "a" }, { source: "a", target: "a" }];
  expect(() => tidyLayout(blocks, cyclic)).not.toThrow();
});
