import { expect, it } from "vitest";
import { planCallbacks } from "./callback-plan.ts";
import type { Box } from "./geometry.ts";

const box = (x: number, y: number, height = 90): Box => ({ x, y, width: 192, height });
const callbackFrom = (id: string, source: string, target: string, portX: number) => ({
  id,
  source,
  target,
  portX,
  pillWidth: 118,
});

it("heads on a join stand in the order of their sources, so that lines do not cross", () => {
  const blocks = new Map([
    ["left", box(0, 0)],
    ["middle", box(208, 0)],
    ["right", box(416, 0)],
    ["join", box(208, 150, 110)],
  ]);
  const plans = planCallbacks(blocks, [
    callbackFrom("c_r", "right", "join", 96),
    callbackFrom("c_l", "left", "join", 96),
    callbackFrom("c_m", "middle", "join", 96),
  ]);
  expect(["c_l", "c_m", "c_r"].map((id) => plans.get(id)?.headX)).toEqual([48, 96, 144]);
});

it("a second port turns early when its line would run through the pill of the first", () => {
  const blocks = new Map([
    ["filter", box(208, 0, 77)],
    ["a", box(0, 120)],
    ["b", box(208, 120)],
    ["c", box(416, 120)],
  ]);
  const plans = planCallbacks(blocks, [
    callbackFrom("c_1", "filter", "a", 48),
    callbackFrom("c_2", "filter", "b", 48),
    callbackFrom("c_3", "filter", "c", 144),
  ]);
  expect(plans.get("c_1")?.bus).toBe("middle");
  expect(plans.get("c_3")?.bus).toBe("near");
});

it("pills stand over their targets, and near their sources where several meet", () => {
  const blocks = new Map([
    ["a", box(0, 0)],
    ["b", box(416, 0)],
    ["alone", box(0, 150)],
    ["join", box(416, 150)],
  ]);
  const plans = planCallbacks(blocks, [
    callbackFrom("c_1", "a", "alone", 96),
    callbackFrom("c_2", "a", "join", 96),
    callbackFrom("c_3", "b", "join", 96),
  ]);
  expect(plans.get("c_1")?.pill).toBe("target");
  expect(plans.get("c_2")?.pill).toBe("bus");
});

it("a callback whose block is missing is left out", () => {
  expect(
    planCallbacks(new Map([["a", box(0, 0)]]), [callbackFrom("c_1", "a", "gone", 96)]).size,
  ).toBe(0);
});
