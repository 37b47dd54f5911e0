import { endOfString, type Json, parseJson } from "@callbook/core/json";

/** A third party's JSON made fit to be kept and walked, or why it is not. */
export type ReadJson =
  | { readonly ok: true; readonly value: Json; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Parses JSON that somebody else wrote. What the database or JavaScript would spoil is kept
 * otherwise: integers beyond 2^53 and numbers beyond the range of a double become text, digit for
 * digit; NUL and lone surrogates become U+FFFD. Of duplicate keys the last one counts. Depth and
 * number of values are capped. `notes` says what was changed. Never throws.
 */
export function readJson(text: string): ReadJson {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return {
      ok: false,
      message: `line ${parsed.line}, column ${parsed.column}: ${parsed.message}`,
    };
  }
  const notes: string[] = [];
  let { value } = parsed;
  if (hasLongNumbers(text)) {
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

/** Whether a number in the text may be more than a double holds. */
function hasLongNumbers(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits >= 16) return true;
      continue;
    }
    digits = 0;
    if (code === 0x22) at = endOfString(text, at);
    else if ((code === 0x65 || code === 0x45) && isExponent(text, at)) return true;
  }
  return false;
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
