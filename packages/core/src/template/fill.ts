/** Stage two: connector and callback expressions take their values, when a request is sent. */
import { Growth, isJsonObject, type Json } from "../json/index.ts";
import { parseTemplate } from "./parse.ts";
import { type Encode, type Encoded, grown, plainEncode, type Substituted } from "./substitute.ts";
import { expressionsOf, type ScopedPart, soleExpression, type TemplateScope } from "./template.ts";

/** The value of `connector.<name>` or `callback.<name>`; `name` is as written, to be found ignoring case. null or undefined: there is none. */
export type Lookup = (scope: TemplateScope, name: string) => Json | undefined;

/**
 * Fills a template text that has been through stage one. Left to right, once:
 * a value that holds "{{" is put in as it is. A text of exactly one expression
 * takes the value's own type, unless `encode` is given. Fails with a message
 * for F-TEMPLATE, which names the expression and never a value.
 */
export function fill(text: string, lookup: Lookup, encode?: Encode): Substituted {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return failedBy(parsed.errors[0]);
  const { template } = parsed;
  const sole = encode === undefined ? soleExpression(template) : null;
  if (sole?.kind === "scoped") {
    const value = lookup(sole.scope, sole.name) ?? null;
    return value === null ? unresolved(sole) : { ok: true, value };
  }
  let filled = "";
  const growth = new Growth();
  for (const part of template.parts) {
    if (part.kind === "text") {
      filled += part.text;
      continue;
    }
    // A datapath belongs to stage one; here it would be data that was not escaped.
    if (part.kind === "datapath") return unresolved(part, text.slice(part.start + 2, part.end - 2));
    const value = lookup(part.scope, part.name) ?? null;
    if (value === null) return unresolved(part);
    const encoded: Encoded = (encode ?? plainEncode)(value, part, filled);
    if (!encoded.ok) return { ...encoded, start: part.start, end: part.end };
    if (!growth.takes(encoded.text)) return grown(growth, part);
    filled += encoded.text;
  }
  return { ok: true, value: filled };
}

/** Fills every string in a JSON value; keys are no templates. */
export function fillJson(value: Json, lookup: Lookup): Substituted {
  return mapStrings(value, (text) => fill(text, lookup));
}

/**
 * Each string of a value replaced by what `map` makes of it; the first failure is the answer. What
 * all of them come to is limited, as one text is.
 */
export function mapStrings(
  value: Json,
  map: (text: string) => Substituted,
  growth = new Growth(),
): Substituted {
  if (typeof value === "string") {
    const mapped = map(value);
    if (!mapped.ok || growth.takes(mapped.value)) return mapped;
    return grown(growth, { start: 0, end: value.length });
  }
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const mapped = mapStrings(item, map, growth);
      if (!mapped.ok) return mapped;
      items.push(mapped.value);
    }
    return { ok: true, value: items };
  }
  if (!isJsonObject(value)) return { ok: true, value };
  const entries: [string, Json][] = [];
  for (const [key, one] of Object.entries(value)) {
    const mapped = mapStrings(one, map, growth);
    if (!mapped.ok) return mapped;
    entries.push([key, mapped.value]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}

/** The connector and callback expressions of a text, with their positions; of a text that does not parse none. */
export function scopedIn(text: string): ScopedPart[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [];
  return expressionsOf(parsed.template).filter((part) => part.kind === "scoped");
}

function unresolved(
  part: { start: number; end: number; scope?: TemplateScope; name?: string },
  text?: string,
): Substituted {
  const what = text?.trim() ?? `${part.scope}.${part.name}`;
  return { ok: false, message: `Unresolved template ${what}`, start: part.start, end: part.end };
}

function failedBy(error: { message: string; start: number; end: number } | undefined): Substituted {
  const { message, start, end } = error ?? { message: "The template is faulty.", start: 0, end: 0 };
  return { ok: false, message, start, end };
}
