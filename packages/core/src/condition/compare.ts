/** The operators over values that have been collected. */
import type { Json } from "../json/index.ts";
import { isMany, manyLeft, manyRight } from "./many.ts";
import { type Expected, type Operator, RELATIONS } from "./relations.ts";

export interface ComparisonRules {
  readonly caseSensitive: boolean;
  /** Splits texts into several values before they are compared; null: texts stay whole. */
  readonly delimiter: string | null;
}

/** The values of one side. `literal`: somebody wrote it; else it was collected. */
export interface Side {
  readonly values: readonly Json[];
  readonly literal: boolean;
}

/**
 * Whether any left value relates to any right value (for `not in`: whether a
 * left value matches no right one). No value at all counts as one null. Pure.
 */
export function compare(
  left: Side,
  operator: Operator,
  right: Side,
  rules: ComparisonRules,
): boolean {
  return relation(operator, right, rules)(left);
}

/** `compare` with its right side made ready, for many left ones. Pure. */
export function relation(
  operator: Operator,
  right: Side,
  rules: ComparisonRules,
): (left: Side) => boolean {
  const expected = rightOf(right, operator, rules);
  const asWritten = isMany(expected)
    ? manyRight(operator, expected)
    : RELATIONS[operator](expected, false);
  const swapped = RELATIONS[operator](expected, true);
  return (left) => leftOf(left, rules).some(left.literal && !right.literal ? swapped : asWritten);
}

/** `compare` with its left side made ready, for many right ones. Pure. */
export function relationFrom(
  left: Side,
  operator: Operator,
  rules: ComparisonRules,
): (right: Side) => boolean {
  const values = leftOf(left, rules);
  const many = isMany(values) && !left.literal ? manyLeft(operator, values) : null;
  return (right) => {
    const expected = rightOf(right, operator, rules);
    if (many !== null) return many(expected);
    return values.some(RELATIONS[operator](expected, left.literal && !right.literal));
  };
}

/** Left values, never none. */
function leftOf({ values }: Side, rules: ComparisonRules): readonly Json[] {
  const single = values.flatMap((value) => singleValues(value, rules));
  return single.length === 0 ? [null] : single.map((value) => folded(value, rules));
}

/** Right values: for `in` and `not in` a list stays together, and so do the parts of a split text. */
function rightOf(right: Side, operator: Operator, rules: ComparisonRules): readonly Expected[] {
  const keepsLists = operator === "in" || operator === "not in";
  const expected = right.values.flatMap((given): readonly Expected[] => {
    const values = singleValues(given, rules).map((value) => folded(value, rules));
    const isList = Array.isArray(given) || values.length > 1;
    if (keepsLists && isList) return [{ value: null, members: values }];
    return values.map((value) => ({ value, members: null }));
  });
  return expected.length === 0 ? [{ value: null, members: null }] : expected;
}

/** A list stands for its elements, a text for its parts. */
function singleValues(value: Json, rules: ComparisonRules): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap((element) => parts(element, rules));
  return parts(value, rules);
}

function parts(value: Json, { delimiter }: ComparisonRules): readonly Json[] {
  if (typeof value !== "string" || delimiter === null || delimiter === "") return [value];
  if (!value.includes(delimiter)) return [value];
  return value.split(delimiter).map((part) => part.trim());
}

function folded(value: Json, { caseSensitive }: ComparisonRules): Json {
  return typeof value === "string" && !caseSensitive ? value.toLowerCase() : value;
}
