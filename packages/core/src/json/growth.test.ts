import fc from "fast-check";
import { expect, test } from "vitest";
import { Growth, joinWithin, jsonLength } from "./growth.ts";
import type { Json } from "./json.ts";

test("What is counted of a value is its JSON without escapes", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const json: Json = JSON.parse(text);
      const length = jsonLength(json, Number.POSITIVE_INFINITY);
      // Escapes are not counted: one character may be written as six.
      expect(length * 6).toBeGreaterThanOrEqual(text.length);
      expect(length).toBeLessThanOrEqual(text.length);
      if (!text.includes("\\")) expect(length).toBe(text.length);
    }),
  );
});

test("Counting stops soon after the limit, however much there is", () => {
  const endless: Json[] = [];
  endless.push(endless, "text");
  expect(jsonLength(endless, 1000)).toBeLessThan(1100);
});

test("117: what is added is taken up to the limit, and not beyond", () => {
  const growth = new Growth(10);
  expect(growth.takes("12345")).toBe(true);
  expect(growth.takes("12345")).toBe(true);
  expect(growth.takes("")).toBe(true);
  expect(growth.takes("1")).toBe(false);
  expect(new Growth().refusal).toBe("grows beyond 10 MiB");
});

test("117: texts are joined up to the limit, their separators counted", () => {
  expect(joinWithin(["ab", "cd"], ", ", 6)).toBe("ab, cd");
  expect(joinWithin(["ab", "cd"], ", ", 5)).toBeNull();
  expect(joinWithin([], ", ", 0)).toBe("");
});
