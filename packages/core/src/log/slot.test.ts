import { expect, test } from "vitest";
import { executionOf, executionSlot, slotNamed } from "./slot.ts";

test.each([
  [70, 0, "70/0"],
  [1, 1999, "1/1999"],
  [Number.MAX_SAFE_INTEGER, 3, "9007199254740991/3"],
])("App run %i with parameter object %i is slot %s, and back", (appRunId, parameterIndex, slot) => {
  expect(executionSlot(appRunId, parameterIndex)).toBe(slot);
  expect(executionOf(slotNamed(slot))).toEqual({ appRunId, parameterIndex });
});

test.each(["", "text", "i_4f2k9x", "70", "70/", "/0", "70/0/1", "-1/0", "1.5/0", "a/0", " 70/0"])(
  "%j is a slot of no execution",
  (name) => {
    expect(executionOf(slotNamed(name))).toBeNull();
  },
);
