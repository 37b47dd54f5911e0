/** Datapaths and templates where no rows are made: outputs, log lines, handles. */
import {
  collect,
  type Datapath,
  type DatapathScope,
  parseDatapath,
  printDatapath,
  withNames,
} from "../datapath/index.ts";
import { indexDocument, nameKey, type PlaybookDocument } from "../document/index.ts";
import { Growth, type Json, joinWithin } from "../json/index.ts";
import {
  datapathsOf,
  parseTemplate,
  render,
  soleExpression,
  type Template,
  textOf,
} from "../template/index.ts";

export type WholeValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly message: string };

export interface WholeReading {
  readonly document: PlaybookDocument;
  readonly scope: DatapathScope;
  /** Written into a longer text where a datapath has no value; null: that is a failure. */
  readonly missing: string | null;
}

/**
 * What a stored text comes to: a bare datapath, in braces or not, is its value;
 * a template is text in which several values are joined by ", ". What a block
 * gives is a list, since an action may have any number of results, unless its
 * kind says that the path has one value; an input is the value that was given. Fails where a template is faulty, and where a
 * datapath in a longer text has no value. Pure.
 */
export function wholeValue(text: string, reading: WholeReading): WholeValue {
  const bare = bareDatapath(text, reading.document);
  if (bare !== null) return valueAt(bare, reading);
  const parsed = parseTemplate(text);
  if (!parsed.ok)
    return { ok: false, message: parsed.errors[0]?.message ?? "The template is faulty." };
  return rendered(parsed.template, reading);
}

/** As `wholeValue`, and always a text; `value` null: a bare datapath has no value. Pure. */
export function wholeText(text: string, reading: WholeReading): WholeText {
  const whole = wholeValue(text, reading);
  if (!whole.ok) return whole;
  if (whole.value === null) return { ok: true, text: null };
  const line = lineOf(whole.value);
  return line === null ? tooLong() : { ok: true, text: line };
}

export type WholeText =
  | { readonly ok: true; readonly text: string | null }
  | { readonly ok: false; readonly message: string };

/** The datapath that a text is, bare or in braces; null: it is something else. Pure. */
export function bareDatapath(text: string, document: PlaybookDocument): Datapath | null {
  const template = parseTemplate(text);
  const sole = template.ok ? soleExpression(template.template) : null;
  if (sole?.kind === "datapath") return sole.datapath;
  const parsed = parseDatapath(text.trim());
  if (!parsed.ok) return null;
  // "https://h" reads like a datapath; it is one only if it names a block that there is.
  const { source } = parsed.datapath;
  if (source.kind !== "block" || source.block.kind === "id") return parsed.datapath;
  const isBlock = indexDocument(document).blocksByName.has(nameKey(source.block.name));
  return isBlock ? parsed.datapath : null;
}

/** Printed with names, as people read it. */
export function shownDatapath(datapath: Datapath, document: PlaybookDocument): string {
  return printDatapath(withNames(datapath, document));
}

function valueAt(datapath: Datapath, { scope }: WholeReading): WholeValue {
  const collected = collect(datapath, scope);
  if (!collected.ok) return { ok: false, message: collected.message };
  const values = collected.rows.flat();
  if (datapath.source.kind === "block") {
    const isSingle = scope.block(datapath.source.block)?.source.isSingle(datapath) ?? false;
    return { ok: true, value: isSingle ? (values[0] ?? null) : values };
  }
  // A list that was given as an input comes back row by row.
  const given = datapath.source.kind === "playbook_input" && scope.input(datapath.source.input);
  return { ok: true, value: Array.isArray(given) ? values : (values[0] ?? null) };
}

function rendered(template: Template, reading: WholeReading): WholeValue {
  const texts = new Map<string, string>();
  for (const datapath of datapathsOf(template)) {
    const at = valueAt(datapath, reading);
    if (!at.ok) return at;
    const values = Array.isArray(at.value) ? at.value : [at.value];
    const isMissing = values.every((value) => value === null);
    if (isMissing && reading.missing === null) {
      const shown = shownDatapath(datapath, reading.document);
      return { ok: false, message: `No value at ${shown}` };
    }
    const line = isMissing ? (reading.missing ?? "") : lineOf(values);
    if (line === null) return tooLong();
    texts.set(printDatapath(datapath), line);
  }
  const done = render(template, (datapath) => texts.get(printDatapath(datapath)));
  return done.ok ? done : { ok: false, message: done.message };
}

/** Several values in one line of text; those that are null are left out. null: it grows too long. */
function lineOf(value: Json): string | null {
  if (!Array.isArray(value)) return joinWithin([textOf(value)], "");
  const given = value.filter((one) => one !== null);
  return joinWithin(textsOf(given), ", ");
}

function* textsOf(values: readonly Json[]): Generator<string> {
  for (const value of values) yield textOf(value);
}

function tooLong(): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `The text with its values ${new Growth().refusal}` };
}
