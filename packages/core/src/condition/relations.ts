/** The eight operators between single values, one table. */
import { compareNumbers, equalJson, isNumber, type Json, type JsonNumber } from "../json/index.ts";
import { numberOf } from "./literal.ts";

export const OPERATORS = ["==", "!=", ">", ">=", "<", "<=", "in", "not in"] as const;
export type Operator = (typeof OPERATORS)[number];

/**
 * Whether a left value relates to any of the right ones (for `not in`: to none). `swapped`: somebody
 * wrote the left one, and the right ones were collected.
 */
type Relation = (right: readonly Expected[], swapped: boolean) => (left: Json) => boolean;

/** A right value; `members` set: it is a list, of which a left value may be one. */
export interface Expected {
  readonly value: Json;
  readonly members: readonly Json[] | null;
}

export const RELATIONS: Readonly<Record<Operator, Relation>> = {
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
export function equals(left: Json, right: Json, swapped: boolean): boolean {
  const [value, expected] = swapped ? [right, left] : [left, right];
  if (expected === "") return value === "" || value === null;
  const numbers = asNumbers(value, expected);
  if (numbers !== null) return compareNumbers(...numbers) === 0;
  if (isNumber(value) && typeof expected === "string") return String(value) === expected;
  if (typeof value === "string" && isNumber(expected)) return value === String(expected);
  return equalJson(value, expected);
}

/** -1, 0 or 1; null: they cannot be ordered. */
function order(left: Json, right: Json): -1 | 0 | 1 | null {
  const numbers = asNumbers(left, right);
  if (numbers !== null) return compareNumbers(...numbers);
  return typeof left === "string" && typeof right === "string" ? sign(left, right) : null;
}

function sign(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Both as numbers when one is a number and the other one is or reads as one. */
function asNumbers(left: Json, right: Json): readonly [JsonNumber, JsonNumber] | null {
  if (!isNumber(left) && !isNumber(right)) return null;
  const numbers = [left, right].map((value) => {
    if (isNumber(value)) return value;
    return typeof value === "string" ? numberOf(value.trim()) : null;
  });
  const [first, second] = numbers;
  if (first === null || first === undefined || second === null || second === undefined) return null;
  return [first, second];
}

/** A member of a list, or a part of a text; else as good as equal. */
export function isIn(left: Json, { value, members }: Expected, swapped: boolean): boolean {
  if (members !== null) return members.some((member) => equals(left, member, swapped));
  if (typeof value === "string" && value !== "") {
    if (typeof left === "string") return value.includes(left);
    return isNumber(left) && value.includes(String(left));
  }
  return equals(left, value, swapped);
}
