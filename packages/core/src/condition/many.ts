/**
 * The relations between many values, without asking of each left one about each right one: for 10,000
 * on both sides that would take minutes. What they say is what `RELATIONS` says.
 */
import { canonicalJson, isNumber, type Json } from "../json/index.ts";
import { Bounds } from "./bounds.ts";
import { expectedKeys, valueKeys } from "./equal-keys.ts";
import { type Expected, isIn, type Operator, RELATIONS } from "./relations.ts";

/** Below this, asking each is quicker than getting ready. */
const FEW = 16;

export function isMany(values: readonly unknown[]): boolean {
  return values.length > FEW;
}

/** Whether a left value relates to any of these right ones, which were collected or written. */
export function manyRight(operator: Operator, right: readonly Expected[]): (left: Json) => boolean {
  switch (operator) {
    case "==": {
      const index = new Set(right.flatMap(({ value }) => expectedKeys(value)));
      return (left) => valueKeys(left).some((key) => index.has(key));
    }
    case ">":
    case ">=":
    case "<":
    case "<=": {
      const bounds = new Bounds(right.map(({ value }) => value));
      return (left) => bounds.relates(left, operator);
    }
    case "!=":
      return RELATIONS["!="](
        distinct(right, ({ value }) => value),
        false,
      );
    case "in":
      return anyHolds(right);
    case "not in": {
      const holds = anyHolds(right);
      return (left) => !holds(left);
    }
  }
}

/** Whether any of these left values, which were collected, relates to any right one. */
export function manyLeft(
  operator: Operator,
  given: readonly Json[],
): (right: readonly Expected[]) => boolean {
  const left = distinct(given, (value) => value);
  const eachAsked = (right: readonly Expected[]) => left.some(RELATIONS[operator](right, false));
  switch (operator) {
    case "==": {
      const index = new Set(left.flatMap(valueKeys));
      return (right) =>
        right.some(({ value }) => expectedKeys(value).some((key) => index.has(key)));
    }
    case ">":
    case ">=":
    case "<":
    case "<=": {
      const bounds = new Bounds(left);
      return (right) => right.some(({ value }) => bounds.relates(value, FLIPPED[operator]));
    }
    case "in": {
      const parts = new Parts(left);
      return (right) => right.some((expected) => parts.anyIn(expected));
    }
    // Among different values one is soon found that is not equal, or not in.
    case "!=":
    case "not in":
      return eachAsked;
  }
}

function distinct<T>(items: readonly T[], jsonOf: (item: T) => Json): readonly T[] {
  const known = new Map(items.map((item) => [canonicalJson(jsonOf(item)), item] as const));
  return [...known.values()];
}

const FLIPPED = { ">": "<", ">=": "<=", "<": ">", "<=": ">=" } as const;

/** Stands between texts that are searched as one. */
const BETWEEN = "\u0000";

/** Whether a left value is in any of these right ones: a member of a list, or a part of a text. */
function anyHolds(right: readonly Expected[]): (left: Json) => boolean {
  const texts = right.flatMap(({ value, members }) =>
    members === null && typeof value === "string" && value !== "" ? [value] : [],
  );
  const others = right.filter(
    ({ value, members }) => members !== null || typeof value !== "string" || value === "",
  );
  const equal = new Set(
    others.flatMap(({ value, members }) => (members ?? [value]).flatMap(expectedKeys)),
  );
  const whole = new Set(texts);
  const joined = [...whole].join(BETWEEN);
  const isPart = (part: string) => {
    if (whole.has(part)) return true;
    if (part.includes(BETWEEN)) return texts.some((text) => text.includes(part));
    return texts.length > 0 && joined.includes(part);
  };
  return (left) => {
    if (typeof left === "string" && isPart(left)) return true;
    if (isNumber(left) && isPart(String(left))) return true;
    return valueKeys(left).some((key) => equal.has(key));
  };
}

/** Left values of which one may be in a right one. */
class Parts {
  readonly #values: readonly Json[];
  readonly #keys: ReadonlySet<string>;
  readonly #texts: ReadonlySet<string>;

  constructor(values: readonly Json[]) {
    this.#values = values;
    this.#keys = new Set(values.flatMap(valueKeys));
    this.#texts = new Set(
      values.flatMap((value) =>
        typeof value === "string" || isNumber(value) ? [String(value)] : [],
      ),
    );
  }

  anyIn(expected: Expected): boolean {
    const { value, members } = expected;
    const isText = members === null && typeof value === "string" && value !== "";
    if (!isText)
      return (members ?? [value]).some((one) =>
        expectedKeys(one).some((key) => this.#keys.has(key)),
      );
    // A short text has fewer parts than there are values.
    if ((value.length * value.length) / 2 > this.#values.length)
      return this.#values.some((left) => isIn(left, expected, false));
    for (let from = 0; from < value.length; from += 1)
      for (let to = from + 1; to <= value.length; to += 1)
        if (this.#texts.has(value.slice(from, to))) return true;
    return this.#texts.has("");
  }
}
