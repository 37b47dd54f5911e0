import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactNumber, type Json } from "../json/index.ts";
import { type ComparisonRules, relation, relationFrom } from "./compare.ts";
import { manyLeft, manyRight } from "./many.ts";
import { type Expected, OPERATORS, RELATIONS } from "./relations.ts";

const ID = new ExactNumber("9007199254740993");
const HUGE = new ExactNumber("1e400");

const text = fc.constantFrom("", "a", "b", "ab", "aba", "5", "05", " 5 ", "1e21", "-1.5", "\u0000");
const value: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.constantFrom<Json>(null, true, 5, 0, -0, -1.5, 1e21, 12),
  fc.constantFrom<Json>(ID, HUGE, 1e21, "9007199254740993", "1e400", "1000000000000000000000"),
  fc.constantFrom<Json>({ a: 1, b: 2 }, { b: 2, a: 1 }, ["a"], []),
  fc.string({ maxLength: 8 }),
);
const expected: fc.Arbitrary<Expected> = fc.oneof(
  value.map((one) => ({ value: one, members: null })),
  fc.array(value, { maxLength: 4 }).map((members) => ({ value: null, members })),
);
const left = fc.array(value, { minLength: 1, maxLength: 40 });
const right = fc.array(expected, { minLength: 1, maxLength: 40 });

describe("Many values are compared as each with each", () => {
  test.each(OPERATORS)("%s", (operator) => {
    fc.assert(
      fc.property(left, right, (values, others) => {
        const each = values.map(RELATIONS[operator](others, false));
        expect(values.map(manyRight(operator, others))).toEqual(each);
        const any = others.map((one) => values.some(RELATIONS[operator]([one], false)));
        const from = manyLeft(operator, values);
        expect(others.map((one) => from([one]))).toEqual(any);
        expect(from(others)).toBe(each.includes(true));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("Of 10,000 values and 10,000 others each is asked about in a moment", () => {
  const rules: ComparisonRules = { caseSensitive: true, delimiter: null };
  const side = (word: string) => ({
    values: Array.from({ length: 10_000 }, (_, index) => `${word} ${index}`),
    literal: false,
  });

  test.each(OPERATORS)("%s", (operator) => {
    const begun = performance.now();
    const to = relation(operator, side("right"), rules);
    const from = relationFrom(side("left"), operator, rules);
    for (const one of side("left").values) to({ values: [one], literal: false });
    for (const one of side("right").values) from({ values: [one], literal: false });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
