import { type Json, parseJson } from "@callbook/core/json";

/** A third party's JSON made fit to be kept and walked, or why it is not. */
export type ReadJson =
  | { readonly ok: true; readonly value: Json; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

export const maxJsonDepth = 256;
export const maxJsonKeys = 250_000;

/**
 * Parses JSON that somebody else wrote. What the database or JavaScript would spoil is kept
 * otherwise: integers beyond 2^53 and numbers beyond the range of a double become text, digit for
 * digit; NUL and lone surrogates become U+FFFD. Of duplicate keys the last one counts. Depth and
 * keys are capped. `notes` says what was changed. Never throws.
 */
export function readJson(text: string): ReadJson {
  const size = measure(text);
  if (size.depth > maxJsonDepth) {
    return { ok: false, message: `nested deeper than ${maxJsonDepth} levels` };
  }
  if (size.keys > maxJsonKeys) return { ok: false, message: `more than ${maxJsonKeys} keys` };
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return {
      ok: false,
      message: `line ${parsed.line}, column ${parsed.column}: ${parsed.message}`,
    };
  }
  const notes: string[] = [];
  let { value } = parsed;
  if (size.hasLongNumbers) {
    value = parseExactly(text, () =>
      notes.push("Numbers that JavaScript would round are kept as text"),
    );
  }
  if (/\\u0000|\\u[dD][89a-fA-F]/.test(text) || !text.isWellFormed()) {
    value = replaceUnstorable(value, () =>
      notes.push("NUL and lone surrogates are shown as \ufffd; the stored bytes have them"),
    );
  }
  return { ok: true, value, notes: [...new Set(notes)] };
}

interface Size {
  readonly depth: number;
  readonly keys: number;
  readonly hasLongNumbers: boolean;
}

/** One pass over the text, before it is parsed: JSON.parse takes a depth that later walks cannot. */
function measure(text: string): Size {
  let depth = 0;
  let deepest = 0;
  let keys = 0;
  let digits = 0;
  let hasLongNumbers = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits >= 16) hasLongNumbers = true;
      continue;
    }
    digits = 0;
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (code === 0x3a) keys += 1;
    else if (code === 0x65 || code === 0x45) hasLongNumbers ||= isExponent(text, at);
  }
  return { depth: deepest, keys, hasLongNumbers };
}

/** The place of the quote that closes the string which opens at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return text.length;
}

function isExponent(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before >= 0x30 && before <= 0x39;
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context: { source?: string },
) => unknown;

function parseExactly(text: string, changed: () => void): Json {
  const reviver: Reviver = (_key, value, { source }) => {
    if (typeof value !== "number" || source === undefined) return value;
    if (!Number.isFinite(value) || (/^-?\d+$/.test(source) && !Number.isSafeInteger(value))) {
      changed();
      return source;
    }
    return value;
  };
  return JSON.parse(text, reviver as (this: unknown, key: string, value: unknown) => unknown);
}

function replaceUnstorable(value: Json, changed: () => void): Json {
  if (typeof value === "string") {
    if (value.isWellFormed() && !value.includes("\0")) return value;
    changed();
    return value.toWellFormed().replaceAll("\0", "\ufffd");
  }
  if (Array.isArray(value)) return value.map((item) => replaceUnstorable(item, changed));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      String(replaceUnstorable(key, changed)),
      replaceUnstorable(inner, changed),
    ]),
  );
}
