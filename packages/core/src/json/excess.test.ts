import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excessText, findExcess, isDeeperThan } from "./excess.ts";

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

/** Levels and values of a value, counted the slow way. */
function counted(value: unknown): { levels: number; values: number } {
  if (typeof value !== "object" || value === null) return { levels: 0, values: 0 };
  const inner = Object.values(value).map(counted);
  return {
    levels: 1 + Math.max(0, ...inner.map(({ levels }) => levels)),
    values: Math.max(1, inner.length) + inner.reduce((sum, { values }) => sum + values, 0),
  };
}

describe("118: JSON from outside is counted before it is read", () => {
  test.each([
    ["256 levels", nested(256), null],
    ["one more", nested(257), "nested deeper than 256 levels"],
    ["a million levels", "[".repeat(1_000_000), "nested deeper than 256 levels"],
    ["as many values as may be", `[${"0,".repeat(999_999)}0]`, null],
    ["one more", `[${"0,".repeat(1_000_000)}0]`, "more than 1000000 values"],
    ["empty lists", `[${"[],".repeat(499_999)}[]]`, null],
    ["more of them", `[${"[],".repeat(500_000)}[]]`, "more than 1000000 values"],
    ["keys of one object", `{${'"":0,'.repeat(99_999)}"":0}`, null],
    ["one more", `{${'"":0,'.repeat(100_000)}"":0}`, "more than 100000 keys in one object"],
    ["keys of many objects", `[${`{${'"k":0,'.repeat(9)}"k":0},`.repeat(80_000)}0]`, null],
    ["a list beside an object", `[${"0,".repeat(200_000)}{"a":1,"b":[0,0]},{"a":1}]`, null],
    ["brackets in a text", JSON.stringify("[,".repeat(2_000_000)), null],
    ["a text full of quotes", JSON.stringify('"[\\'.repeat(1_000_000)), null],
    ["a text that does not end", `"${"[".repeat(5000)}`, null],
  ])("%s", (_, text, expected) => {
    const excess = findExcess(text);
    expect(excess === null ? null : excessText(excess)).toBe(expected);
  });

  test("what is counted is what is there", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { levels, values } = counted(JSON.parse(text));
        expect(findExcess(text, levels, values)).toBeNull();
        if (levels > 0) expect(findExcess(text, levels - 1, values)).not.toBeNull();
        if (values > 0) expect(findExcess(text, levels, values - 1)).not.toBeNull();
        expect(isDeeperThan(JSON.parse(text), levels)).toBe(false);
        if (levels > 0) expect(isDeeperThan(JSON.parse(text), levels - 1)).toBe(true);
      }),
    );
  });
});
