import type { Json } from "./json.ts";
import { ExactNumber } from "./number.ts";

/**
 * Characters that the values put into one text, or into one input, may come to: as much as an answer
 * may have. A value that stands in a text many times grows it without a single long one.
 */
export const MOST_FILLED = 10 * 1024 * 1024;

/** Characters of everything that one block hands on at once: its parameter objects, its outputs. */
export const MOST_HANDED_ON = 32 * 1024 * 1024;

/** Counts what is put together, so that it is refused before it is made. */
export class Growth {
  readonly #most: number;
  #length = 0;

  constructor(most: number = MOST_FILLED) {
    this.#most = most;
  }

  /** Whether a value may still be added; counts it. */
  takes(value: Json): boolean {
    const left = this.#most - this.#length;
    this.#length += typeof value === "string" ? value.length : jsonLength(value, left);
    return this.#length <= this.#most;
  }

  /** "grows beyond 10 MiB": goes behind the name of what does. */
  get refusal(): string {
    return `grows beyond ${this.#most / (1024 * 1024)} MiB`;
  }
}

/**
 * Characters of a value as JSON, without escapes; it stops counting once there are more than `most`.
 * Walks with a list of its own. Pure.
 */
export function jsonLength(value: Json, most: number): number {
  const open: Json[] = [value];
  let length = 0;
  for (let one = open.pop(); one !== undefined && length <= most; one = open.pop()) {
    if (typeof one === "string") length += one.length + 2;
    else if (typeof one !== "object" || one === null || one instanceof ExactNumber)
      length += String(one).length;
    else if (Array.isArray(one)) {
      length += Math.max(1, one.length) + 1;
      for (const item of one) open.push(item);
    } else {
      const entries = Object.entries(one);
      length += Math.max(1, entries.length) + 1;
      for (const [key, item] of entries) {
        length += key.length + 3;
        open.push(item);
      }
    }
  }
  return length;
}

/** Texts with a separator between them; null: they come to more than `most` characters. Pure. */
export function joinWithin(
  texts: Iterable<string>,
  separator: string,
  most: number = MOST_FILLED,
): string | null {
  const kept: string[] = [];
  let length = -separator.length;
  for (const text of texts) {
    length += separator.length + text.length;
    if (length > most) return null;
    kept.push(text);
  }
  return kept.join(separator);
}
