/** The eight operators over values that have been collected, one table. */
import { equalJson, type Json } from "../json/index.ts";

import { numberOf } from "./literal.ts";

export const OPERATORS = ["==", "!=", ">", ">=", "<", "<=", "in", "not in"] as const;
export type Operator = (typeof OPERATORS)[number];

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
  const rows = left.values.flatMap((value) => single(value, rules));
  const values = rows.length === 0 ? [null] : rows;
  const relates = RELATIONS[operator](
    rightOf(right, operator, rules),
    left.literal && !right.literal,
  );
  return values.some((value) => relates(folded(value, rules)));
}

type Relation = (right: readonly Expected[], swapped: boolean) => (left: Json) => boolean;

/** A right value; `members` set: it is a list, of which a left value may be one. */
interface Expected {
  readonly value: Json;
  readonly members: readonly Json[] | null;
}

const RELATIONS: Readonly<Record<Operator, Relation>> = {
  "==": anyOf((left, { value }, swapped) => equals(left, value, swapped)),
  "!=": anyOf((left, { value }, swapped) => !equals(left, value, swapped)),
  ">": anyOf((left, { value }) => order(left, value) === 1),
  ">=": anyOf((left, { value }) => (order(left, value) ?? -1) >= 0),
  "<": anyOf((left, { value }) => order(left, value) === -1),
  "<=": anyOf((left, { value }) => (order(left, value) ?? 1) <= 0),
  in: anyOf(isIn),
  "not in": (right, swapped) => (left) => !right.some((each) => isIn(left, each, swapped)),
};

function anyOf(relates: (left: Json, right: Expected, swapped: boolean) => boolean): Relation {
  return (right, swapped) => (left) => right.some((each) => relates(left, each, swapped));
}

/**
 * What somebody wrote is what is expected of the other side: "" expects null
 * or "", None expects null alone. Numbers and numeric text meet as numbers.
 */
function equals(left: Json, right: Json, swapped: boolean): boolean {
  const [value, expected] = swapped ? [right, left] : [left, right];
  if (expected === "") return value === "" || value === null;
  const numbers = asNumbers(value, expected);
  if (numbers !== null) return numbers[0] === numbers[1];
  if (typeof value === "number" && typeof expected === "string") return String(value) === expected;
  if (typeof value === "string" && typeof expected === "number") return value === String(expected);
  return equalJson(value, expected);
}

/** -1, 0 or 1; null: they cannot be ordered. */
function order(left: Json, right: Json): -1 | 0 | 1 | null {
  const numbers = asNumbers(left, right);
  if (numbers !== null) return sign(numbers[0], numbers[1]);
  return typeof left === "string" && typeof right === "string" ? sign(left, right) : null;
}

function sign<T extends number | string>(left: T, right: T): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Both as numbers when one is a number and the other one is or reads as one. */
function asNumbers(left: Json, right: Json): readonly [number, number] | null {
  if (typeof left !== "number" && typeof right !== "number") return null;
  const numbers = [left, right].map((value) => {
    if (typeof value === "number") return value;
    return typeof value === "string" ? numberOf(value.trim()) : null;
  });
  const [first, second] = numbers;
  if (first === null || first === undefined || second === null || second === undefined) return null;
  return [first, second];
}

/** A member of a list, or a part of a text; else as good as equal. */
function isIn(left: Json, { value, members }: Expected, swapped: boolean): boolean {
  if (members !== null) return members.some((member) => equals(left, member, swapped));
  if (typeof value === "string" && value !== "") {
    if (typeof left === "string") return value.includes(left);
    return typeof left === "number" && value.includes(String(left));
  }
  return equals(left, value, swapped);
}

/** Right values: for `in` and `not in` a list stays together, and so do the parts of a split text. */
function rightOf(right: Side, operator: Operator, rules: ComparisonRules): readonly Expected[] {
  const keepsLists = operator === "in" || operator === "not in";
  const expected = right.values.flatMap((given): readonly Expected[] => {
    const values = single(given, rules).map((value) => folded(value, rules));
    const isList = Array.isArray(given) || values.length > 1;
    if (keepsLists && isList) return [{ value: null, members: values }];
    return values.map((value) => ({ value, members: null }));
  });
  return expected.length === 0 ? [{ value: null, members: null }] : expected;
}

/** A list stands for its elements, a text for its parts. */
function single(value: Json, rules: ComparisonRules): readonly Json[] {
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
