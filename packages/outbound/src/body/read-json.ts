import { isContainer, type Json, parseJson } from "@callbook/core/json";

/** A third party's JSON made fit to be kept and walked, or why it is not. */
export type ReadJson =
  | { readonly ok: true; readonly value: Json; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Parses JSON that somebody else wrote. Numbers keep their digits. What the database would spoil is
 * kept otherwise: NUL and lone surrogates become U+FFFD. Of duplicate keys the last one counts. Depth and
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
  if (/\\u0000|\\u[dD][89a-fA-F]/.test(text) || !text.isWellFormed()) {
    value = replaceUnstorable(value, () =>
      notes.push("NUL and lone surrogates are shown as \ufffd; the stored bytes have them"),
    );
  }
  return { ok: true, value, notes: [...new Set(notes)] };
}

function replaceUnstorable(value: Json, changed: () => void): Json {
  if (typeof value === "string") {
    if (value.isWellFormed() && !value.includes("\0")) return value;
    changed();
    return value.toWellFormed().replaceAll("\0", "\ufffd");
  }
  if (Array.isArray(value)) return value.map((item) => replaceUnstorable(item, changed));
  if (!isContainer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      String(replaceUnstorable(key, changed)),
      replaceUnstorable(inner, changed),
    ]),
  );
}
