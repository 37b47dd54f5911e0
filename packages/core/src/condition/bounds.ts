/** The order of single values against many. */
import { compareNumbers, isNumber, type Json, type JsonNumber } from "../json/index.ts";
import { numberOf } from "./literal.ts";
import { type Expected, RELATIONS } from "./relations.ts";

export type Ordering = ">" | ">=" | "<" | "<=";

/** Least and greatest of values: what is more than any of them is more than the least. */
export class Bounds {
  readonly #ends: readonly Expected[];

  constructor(values: readonly Json[]) {
    const numbers = values.filter(isNumber);
    const texts = values.filter((value) => typeof value === "string");
    const numerals = texts.filter((text) => numberOf(text.trim()) !== null);
    const byNumber = (text: string): JsonNumber => numberOf(text.trim()) ?? 0;
    const ends = [
      ...endsOf(numbers, compareNumbers),
      ...endsOf(numerals, (one, other) => compareNumbers(byNumber(one), byNumber(other))),
      ...endsOf(texts, (one, other) => (one < other ? -1 : 1)),
    ];
    this.#ends = ends.map((value) => ({ value, members: null }));
  }

  relates(value: Json, operator: Ordering): boolean {
    return RELATIONS[operator](this.#ends, false)(value);
  }
}

function endsOf<T extends Json>(
  values: readonly T[],
  order: (one: T, other: T) => number,
): readonly T[] {
  const [first] = values;
  if (first === undefined) return [];
  let [least, greatest]: [T, T] = [first, first];
  for (const value of values) {
    if (order(value, least) < 0) least = value;
    if (order(value, greatest) > 0) greatest = value;
  }
  return [least, greatest];
}
