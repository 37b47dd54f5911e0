/** Stage one: datapaths take their values. What remains is again a template, for stage two. */
import { type Datapath, printDatapath } from "../datapath/index.ts";
import { Growth, isJsonObject, type Json } from "../json/index.ts";
import {
  type DatapathPart,
  escapeTemplate,
  type ScopedPart,
  soleExpression,
  type Template,
} from "./template.ts";

/** The value of a datapath in the row at hand; null or undefined: it has none. */
export type ValueOf = (datapath: Datapath) => Json | undefined;

/**
 * How a value is written into a text. `before` is what stands before it; the
 * answer is the text, or why it cannot stand there. Of a URL: `urlEncode`.
 */
export type Encode = (value: Json, part: DatapathPart | ScopedPart, before: string) => Encoded;
export type Encoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

export type Substituted =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      /** Ends up as the message of F-TEMPLATE: "No value at lookup_1:action_result.data". */
      readonly message: string;
      readonly start: number;
      readonly end: number;
    };

/** Texts as they are, numbers and words as JSON writes them, lists and objects as JSON. */
export const plainEncode: Encode = (value) => ({ ok: true, text: textOf(value) });

/** The text that stands for a value inside a longer text. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Stage one of a text that a command gets and that may be filled in stage two.
 * The strings in the answer are templates of which only connector and callback
 * expressions remain; braces that came with data are escaped, so that data is
 * never read as a template. A template of exactly one datapath takes the
 * value's own type (null when it has none), unless `encode` is given.
 */
export function substitute(template: Template, read: ValueOf, encode?: Encode): Substituted {
  const sole = encode === undefined ? soleExpression(template) : null;
  if (sole?.kind === "datapath") {
    return { ok: true, value: escapeStrings(read(sole.datapath) ?? null) };
  }
  return join(template, read, encode ?? plainEncode, (part) =>
    template.text.slice(part.start, part.end),
  );
}

/**
 * The final text (or value, of exactly one datapath) of a template that has no
 * stage two: End, Debug, a decision, an input without connector templates.
 * Nothing is escaped. A connector or callback expression fails.
 */
export function render(template: Template, read: ValueOf): Substituted {
  const sole = soleExpression(template);
  if (sole?.kind === "datapath") return { ok: true, value: read(sole.datapath) ?? null };
  return join(template, read, plainEncode, null);
}

/** Joins the parts; `keep` prints a scoped expression that stays, null: none may be there and nothing is escaped. */
function join(
  template: Template,
  read: ValueOf,
  encode: Encode,
  keep: ((part: ScopedPart) => string) | null,
): Substituted {
  let done = "";
  // Text since the last expression that stays: escaped as one, for braces may meet where values meet.
  let literal = "";
  const growth = new Growth();
  for (const part of template.parts) {
    if (part.kind === "text") {
      literal += part.text;
    } else if (part.kind === "datapath") {
      const value = read(part.datapath) ?? null;
      const encoded = value === null ? missing(part) : encode(value, part, done + literal);
      if (!encoded.ok) return { ...encoded, start: part.start, end: part.end };
      if (!growth.takes(encoded.text)) return grown(growth, part);
      literal += encoded.text;
    } else if (keep === null) {
      const message = `{{${part.scope}.${part.name}}} may stand in the inputs of a command only`;
      return { ok: false, message, start: part.start, end: part.end };
    } else {
      done += escapeTemplate(literal, true) + keep(part);
      literal = "";
    }
  }
  return { ok: true, value: done + (keep === null ? literal : escapeTemplate(literal)) };
}

/** The failure of what has become too large at this expression. */
export function grown(
  { refusal }: Growth,
  { start, end }: { readonly start: number; readonly end: number },
): Substituted {
  return { ok: false, message: `The text with its values ${refusal}`, start, end };
}

function missing(part: DatapathPart): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `No value at ${printDatapath(part.datapath)}` };
}

/** The value as stage two will read it: every string a template that yields it. */
export function escapeStrings(value: Json): Json {
  if (typeof value === "string") return escapeTemplate(value);
  if (Array.isArray(value)) return value.map(escapeStrings);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapeStrings(one)]));
}
