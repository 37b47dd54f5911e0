import { isJsonObject, isNumber, type Json } from "../json/index.ts";

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// What frames the message or belongs to the connection is written by the platform alone.
const refusedNames =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|http2-settings|proxy-.*)$/i;

/** Why a header name cannot be sent; null: it can. Source: RFC 9110 section 5.1. Pure. */
export function checkHeaderName(name: string): string | null {
  if (!token.test(name)) return `"${cut(name)}" is not a valid header name`;
  if (refusedNames.test(name)) return `Header ${name} is set by the platform and cannot be given`;
  return null;
}

/** Why a header value cannot be sent; null: it can. The value itself is never repeated. Pure. */
export function checkHeaderValue(name: string, value: string): string | null {
  if (/[\r\n\0]/.test(value)) return `The value of header ${name} has a line break or NUL`;
  if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
    return `The value of header ${name} has a character that headers cannot carry`;
  }
  return null;
}

/** Header rows with their template texts, or what is wrong with them. */
export type HeaderRows =
  | { readonly ok: true; readonly rows: readonly (readonly [name: string, template: string])[] }
  | { readonly ok: false; readonly message: string };

/** Checks a parsed Header input: a JSON object of name to text, number or boolean. Pure. */
export function headerRows(value: Json): HeaderRows {
  if (!isJsonObject(value)) return { ok: false, message: "Header must be a JSON object" };
  const rows: [string, string][] = [];
  const seen = new Set<string>();
  for (const [name, one] of Object.entries(value)) {
    const problem = checkHeaderName(name);
    if (problem !== null) return { ok: false, message: problem };
    if (seen.has(name.toLowerCase())) return { ok: false, message: `Header ${name} appears twice` };
    seen.add(name.toLowerCase());
    if (typeof one !== "string" && !isNumber(one) && typeof one !== "boolean") {
      return {
        ok: false,
        message: `The value of header ${name} must be text, a number or true/false`,
      };
    }
    rows.push([name, String(one)]);
  }
  return { ok: true, rows };
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
