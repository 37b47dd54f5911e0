import { describe, expect, test } from "vitest";
import { ExactNumber, type Json } from "../json/index.ts";
import { type ComparisonRules, compare } from "./compare.ts";
import { OPERATORS, type Operator } from "./relations.ts";

const ID = new ExactNumber("9007199254740993");

const RULES: ComparisonRules = { caseSensitive: true, delimiter: "," };

/** Left values are collected, the right one was written, as is usual. */
function holds(left: readonly Json[], op: Operator, right: Json, rules = RULES): boolean {
  return compare({ values: left, literal: false }, op, { values: [right], literal: true }, rules);
}

function holdsBetween(left: readonly Json[], op: Operator, right: readonly Json[]): boolean {
  return compare({ values: left, literal: false }, op, { values: right, literal: false }, RULES);
}

type Row = readonly [left: readonly Json[], op: Operator, right: Json, expected: boolean];

describe("compare", () => {
  test("there are exactly the eight operators", () => {
    expect(OPERATORS).toEqual(["==", "!=", ">", ">=", "<", "<=", "in", "not in"]);
  });

  const table: readonly Row[] = [
    // any left value relates to any right value
    [["a"], "==", "a", true],
    [["a"], "==", "b", false],
    [["x", "a"], "==", "a", true],
    [["a"], "!=", "a", false],
    [["a", "b"], "!=", "a", true],
    [[true], "==", true, true],
    [[true], "==", "True", false],
    [[1], "==", true, false],
    // numbers meet numeric text
    [[5], "==", "5", true],
    [["5"], "==", 5, true],
    [["5.0"], "==", 5, true],
    [[" 5 "], "==", 5, true],
    [["007"], "==", 7, true],
    [["five"], "==", 5, false],
    [["five"], "!=", 5, true],
    [["10"], ">", 9, true],
    [[10], ">", "9", true],
    [["10"], ">", "9", false],
    [["9007199254740993"], "==", "9007199254740993", true],
    [["9007199254740993"], "==", "9007199254740992", false],
    // with all their digits
    [[ID], "==", ID, true],
    [[ID], "==", new ExactNumber("9007199254740995"), false],
    [[ID], "==", 9007199254740992, false],
    [[ID], "==", "9007199254740993", true],
    [["9007199254740993"], "==", ID, true],
    [[ID], ">", 9007199254740992, true],
    [["9007199254740992"], "<", ID, true],
    [[new ExactNumber("1e400")], ">", 1e308, true],
    [[ID], "in", "ids: 9007199254740993", true],
    [[ID], "!=", "x", true],
    // null and empty text
    [[null], "==", "", true],
    [[""], "==", "", true],
    [["a"], "==", "", false],
    [[0], "==", "", false],
    [[null], "==", null, true],
    [[""], "==", null, false],
    [[""], "!=", null, true],
    [[null], "!=", null, false],
    [[null], "!=", "", false],
    [["a"], "!=", null, true],
    // nothing collected counts as one null
    [[], "==", null, true],
    [[], "==", "", true],
    [[], "==", "a", false],
    [[], "!=", "a", true],
    [[], "not in", "a", true],
    [[[]], "==", null, true],
    // ordering
    [[3], ">", 2, true],
    [[2], ">", 2, false],
    [[2], ">=", 2, true],
    [[1], ">=", 2, false],
    [[1], "<", 2, true],
    [[2], "<", 2, false],
    [[2], "<=", 2, true],
    [[3], "<=", 2, false],
    [["b"], ">", "a", true],
    [["B"], ">", "a", false],
    [[null], ">", 2, false],
    [[null], "<", 2, false],
    [[null], ">=", 2, false],
    [[null], "<=", null, false],
    [["abc"], ">", 2, false],
    [["abc"], "<", 2, false],
    [[true], ">", 0, false],
    [[{ a: 1 }], ">", 0, false],
    [[1, 5], ">", 4, true],
    // membership and part of a text
    [["b"], "in", "a,b,c", true],
    [["b"], "in", "a, b ,c", true],
    [["1"], "in", "11,2", false],
    [["d"], "in", "a,b,c", false],
    [["cat"], "in", "concatenate", true],
    [["dog"], "in", "concatenate", false],
    [["b"], "in", ["a", "b"], true],
    [["ab"], "in", ["abc"], false],
    [[2], "in", ["1", "2"], true],
    [["2"], "in", [1, 2], true],
    [[5], "in", "1,5", true],
    [[5], "in", "x5y", true],
    [[null], "in", "abc", false],
    [[null], "in", ["", "a"], true],
    [["a"], "in", "", false],
    [[""], "in", "", true],
    [[true], "in", "True", false],
    [["d"], "not in", "a,b,c", true],
    [["b"], "not in", "a,b,c", false],
    [["b", "d"], "not in", "a,b,c", true],
    [["cat"], "not in", "concatenate", false],
    [["x"], "not in", ["a", "b"], true],
    [["a"], "not in", ["a", "b"], false],
    // the delimiter splits both sides
    [["a,b"], "==", "b", true],
    [["a, b"], "==", "b", true],
    [["a"], "==", "a,b", true],
    [["b"], "==", "a,b", true],
    [["c"], "==", "a,b", false],
    // a list stands for its elements
    [[["a", "b"]], "==", "b", true],
    [[["a", "b"]], "in", "b,c", true],
    [[{ a: [1] }], "==", { a: [1] }, true],
    [[{ a: [1] }], "!=", { a: [1] }, false],
  ];
  test.each(table)("%j %s %j is %s", (left, op, right, expected) => {
    expect(holds(left, op, right)).toBe(expected);
  });

  const insensitive = { ...RULES, caseSensitive: false };
  const whole = { ...RULES, delimiter: null };
  const ruled: readonly (readonly [string, ...Row, ComparisonRules])[] = [
    ["case counts by default", ["Yes"], "==", "yes", false, RULES],
    ["case can be ignored", ["Yes"], "==", "YES", true, insensitive],
    ["case can be ignored in lists", ["B"], "in", "a,b", true, insensitive],
    ["case can be ignored in a part of a text", ["CAT"], "in", "concatenate", true, insensitive],
    ["case can be ignored when ordering", ["B"], ">", "a", true, insensitive],
    ["without delimiter a text stays whole", ["a,b"], "==", "b", false, whole],
    ["without delimiter a text is equal as a whole", ["a,b"], "==", "a,b", true, whole],
    ["without delimiter in looks into the text", ["a,"], "in", "a,b", true, whole],
    ["another delimiter", ["b"], "in", "a;b", true, { ...RULES, delimiter: ";" }],
    ["an empty delimiter splits nothing", ["a"], "==", "ab", false, { ...RULES, delimiter: "" }],
  ];
  test.each(ruled)("%s: %j %s %j is %s", (_, left, op, right, expected, rules) => {
    expect(holds(left, op, right, rules)).toBe(expected);
  });

  test("both sides may be collected, and any value may meet any other", () => {
    expect(holdsBetween(["a", "b"], "==", ["b", "c"])).toBe(true);
    expect(holdsBetween(["a"], "==", ["b", "c"])).toBe(false);
    expect(holdsBetween(["a"], "==", [])).toBe(false);
    expect(holdsBetween([], "==", [])).toBe(true);
    expect(holdsBetween(["a", "b"], "not in", ["a", "b"])).toBe(false);
  });

  test('a written left side is what is expected of the collected right one: "" expects null too', () => {
    const written = (value: Json) => ({ values: [value], literal: true });
    const collected = (value: Json) => ({ values: [value], literal: false });
    expect(compare(written(""), "==", collected(null), RULES)).toBe(true);
    expect(compare(written(null), "==", collected(""), RULES)).toBe(false);
    expect(compare(written(".eml"), "in", collected("mail.eml"), RULES)).toBe(true);
  });
});
