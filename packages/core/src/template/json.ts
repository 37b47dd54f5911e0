/** Inputs that hold JSON: parsed as JSON first, then each string is a template, so that no value can break the JSON. */
import { isJsonObject, type Json, parseJson } from "../json/index.ts";
import { mapStrings } from "./fill.ts";
import { parseTemplate, type TemplateError } from "./parse.ts";
import { type Substituted, substitute, type ValueOf } from "./substitute.ts";
import { soleExpression, type Template } from "./template.ts";

export type JsonTemplate =
  /** `value`: its strings are templates. One bare expression is a string. */
  | { readonly ok: true; readonly value: Json; readonly templates: readonly Template[] }
  /** The text is no JSON. */
  | {
      readonly ok: false;
      readonly kind: "json";
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }
  /** A string in it is no template; positions are those in the string. */
  | { readonly ok: false; readonly kind: "template"; readonly errors: readonly TemplateError[] };

/** Most levels of a JSON input. */
const DEPTH = 100;

/** Reads a JSON text with templates, or one bare expression that stands for the whole value. */
export function parseJsonTemplate(text: string): JsonTemplate {
  const bare = text.trim();
  if (bare.startsWith("{{")) {
    const parsed = parseTemplate(bare);
    if (parsed.ok && soleExpression(parsed.template) !== null) {
      return { ok: true, value: bare, templates: [parsed.template] };
    }
    if (!parsed.ok) return { ok: false, kind: "template", errors: parsed.errors };
  }
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed;
    return { ok: false, kind: "json", line, column, message };
  }
  const strings = stringsIn(parsed.value);
  if (strings === null) {
    return {
      ok: false,
      kind: "json",
      line: 1,
      column: 1,
      message: `nested deeper than ${DEPTH} levels`,
    };
  }
  const templates: Template[] = [];
  for (const one of strings) {
    const template = parseTemplate(one);
    if (!template.ok) return { ok: false, kind: "template", errors: template.errors };
    templates.push(template.template);
  }
  return { ok: true, value: parsed.value, templates };
}

/** Stage one of every string of a JSON value that `parseJsonTemplate` gave. */
export function substituteJson(value: Json, read: ValueOf): Substituted {
  return mapStrings(value, (text) => {
    const parsed = parseTemplate(text);
    if (parsed.ok) return substitute(parsed.template, read);
    const { message, start, end } = parsed.errors[0] ?? { message: "", start: 0, end: 0 };
    return { ok: false, message, start, end };
  });
}

/** The strings of a value without its keys, in order; null: nested too deeply. */
function stringsIn(value: Json, depth = 0): string[] | null {
  if (typeof value === "string") return [value];
  if (depth > DEPTH) return null;
  const inner = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  const strings: string[] = [];
  for (const one of inner) {
    const found = stringsIn(one, depth + 1);
    if (found === null) return null;
    // Not as arguments of one call: there may be more of them than a stack holds.
    for (const text of found) strings.push(text);
  }
  return strings;
}
