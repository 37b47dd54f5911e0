import { isContainer, isForbiddenKey } from "./json.ts";
import { ExactNumber } from "./number.ts";

/** Length in bytes of the text in UTF-8; a lone surrogate counts three. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    const pair = code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1));
    // A pair is two units and four bytes; anything else is one unit and two or three bytes.
    if (pair) i += 1;
    bytes += pair || code >= 0x800 ? 2 : 1;
  }
  return bytes;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** What makes a value unfit to be walked or kept, with the path of keys and indexes to it. */
export type Unfit =
  | { readonly what: "depth"; readonly path: readonly string[] }
  | { readonly what: "key"; readonly key: string; readonly path: readonly string[] }
  | { readonly what: "value"; readonly kind: string; readonly path: readonly string[] };

interface Place {
  readonly value: unknown;
  readonly depth: number;
  readonly up: Place | null;
  readonly key: string;
}

/**
 * Looks for nesting deeper than `limit`, for `__proto__` and its kin, and for
 * what is no JSON (undefined, functions, NaN, instances of classes). Iterative,
 * hence safe on hostile depth. `undefinedFits`: a key may also hold undefined,
 * as after a transport that keeps it. null: fit.
 */
export function findUnfit(value: unknown, limit: number, undefinedFits = false): Unfit | null {
  const places: Place[] = [{ value, depth: 0, up: null, key: "" }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const unfit = unfitItself(place, limit);
    if (unfit !== null && !(undefinedFits && place.value === undefined)) return unfit;
    const inner = place.value;
    if (!isContainer(inner)) continue;
    // Backwards, so that the first in reading order is found first.
    const entries = Object.entries(inner);
    for (let i = entries.length - 1; i >= 0; i -= 1) {
      const entry = entries[i];
      if (entry === undefined) continue;
      places.push({ value: entry[1], depth: place.depth + 1, up: place, key: entry[0] });
    }
  }
  return null;
}

function unfitItself(place: Place, limit: number): Unfit | null {
  const { value } = place;
  if (place.up !== null && !Array.isArray(place.up.value) && isForbiddenKey(place.key)) {
    return { what: "key", key: place.key, path: pathOf(place) };
  }
  if (place.depth > limit) return { what: "depth", path: pathOf(place).slice(0, 8) };
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value === "number") {
    return Number.isFinite(value)
      ? null
      : { what: "value", kind: String(value), path: pathOf(place) };
  }
  if (typeof value !== "object") return { what: "value", kind: typeof value, path: pathOf(place) };
  if (Array.isArray(value)) return null;
  if (value instanceof ExactNumber)
    return { what: "value", kind: "a number of more digits than fit", path: pathOf(place) };
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null
    ? null
    : { what: "value", kind: "object of a class", path: pathOf(place) };
}

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at: Place | null = place; at?.up != null; at = at.up) path.push(at.key);
  return path.reverse();
}
