/**
 * PostgreSQL refuses NUL in text and jsonb, and lone surrogates in jsonb. Third
 * parties send both, and one such character must not lose a whole group of runs.
 */

// In the text that JSON.stringify makes: NUL, or a surrogate that has no partner (partners are not escaped).
const refused = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
const refusedInText = /\0/g;
const replacement = "\uFFFD";

/** JSON text of a value that PostgreSQL takes as jsonb; what it refuses becomes U+FFFD. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  if (!refused.test(text)) return text;
  return JSON.stringify(value, (_key, each: unknown) => cleaned(each)) ?? "null";
}

/** A text that PostgreSQL takes as text. */
export function storableText(text: string): string {
  return text.toWellFormed().replace(refusedInText, replacement);
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.every((key) => storableText(key) === key)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [storableText(key), each]),
  );
}
