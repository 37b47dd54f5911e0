import { endOfString } from "./excess.ts";
import type { Json } from "./json.ts";
import { isTooLong, numberFrom } from "./number.ts";

/**
 * `JSON.parse` for values: a number that a double cannot hold comes as an ExactNumber. Throws as it
 * does. What is not of third parties or of people (ids, states, our own settings) needs none of it.
 */
export function parseExactly(text: string, { holdsExact } = scanNumbers(text)): Json {
  if (!holdsExact) return JSON.parse(text);
  return JSON.parse(text, exactly as (this: unknown, key: string, value: unknown) => unknown);
}

/** `source`: what was written; a browser that does not tell gives the double. */
function exactly(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === "number" && source !== undefined ? numberFrom(source) : value;
}

export interface NumbersIn {
  /** Whether any must be parsed number by number, which takes many times as long. */
  readonly holdsExact: boolean;
  /** Where one stands that is longer than may be kept; null: nowhere. */
  readonly tooLongAt: number | null;
}

/** Looks at the numbers of a JSON text before it is parsed. Pure. */
export function scanNumbers(text: string): NumbersIn {
  let holdsExact = false;
  for (const { at, digits } of longNumbers(text)) {
    if (isTooLong(digits)) return { holdsExact: true, tooLongAt: at };
    holdsExact ||= typeof numberFrom(digits) !== "number";
  }
  return { holdsExact, tooLongAt: null };
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Below this, without an exponent, a double holds it. */
const LONG = 16;

/** The numbers of a JSON text that have many digits or an exponent; what stands in strings is none. */
function* longNumbers(text: string): Generator<{ readonly at: number; readonly digits: string }> {
  if (!/\d[\d.]{14}\d|\d[eE]/.test(text)) return;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code >= ZERO && code <= NINE) {
      const from = text.charCodeAt(at - 1) === MINUS ? at - 1 : at;
      NUMBER.lastIndex = from;
      const digits = NUMBER.exec(text)?.[0] ?? "";
      at = from + Math.max(digits.length, at - from + 1) - 1;
      if (digits.length >= LONG || /[eE]/.test(digits)) yield { at: from, digits };
    }
  }
}

const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
