/** The order of single values against many. */
import type { Json } from "../json/index.ts";
import { numberOf } from "./literal.ts";
import { type Expected, RELATIONS } from "./relations.ts";

export type Ordering = ">" | ">=" | "<" | "<=";

/** Least and greatest of values: what is more than any of them is more than the least. */
export class Bounds {
  readonly #ends: readonly Expected[];

  constructor(values: readonly Json[]) {
    const numbers = values.filter((value) => typeof value === "number");
    const texts = values.filter((value) => typeof value === "string");
    const numerals = texts.filter((text) => numberOf(text.trim()) !== null);
    const byNumber = (text: string) => numberOf(text.trim()) ?? 0;
    const ends = [
      ...endsOf(numbers, (value) => value),
      ...endsOf(numerals, byNumber),
      ...endsOf(texts, (text) => text),
    ];
    this.#ends = ends.map((value) => ({ value, members: null }));
  }

  relates(value: Json, operator: Ordering): boolean {
    return RELATIONS[operator](this.#ends, false)(value);
  }
}

function endsOf<T extends Json>(
  values: readonly T[],
  rank: (value: T) => number | string,
): readonly T[] {
  const [first] = values;
  if (first === undefined) return [];
  let [least, greatest]: [T, T] = [first, first];
  for (const value of values) {
    if (rank(value) < rank(least)) least = value;
    if (rank(value) > rank(greatest)) greatest = value;
  }
  return [least, greatest];
}
