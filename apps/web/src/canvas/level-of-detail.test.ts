import { expect, it } from "vitest";
import { levelOfDetail } from "./level-of-detail.ts";

it.each([
  [2, "full"],
  [0.71, "full"],
  [0.7, "name"],
  [0.7000000001, "name"],
  [0.35, "name"],
  [0.3499999999, "name"],
  [0.34, "mark"],
  [0.1, "mark"],
] as const)("at a zoom of %s a block shows %s", (zoom, level) => {
  expect(levelOfDetail(zoom)).toBe(level);
});
