/** One input of an action: its text read once, its value made for each row. */
import type { Datapath } from "../datapath/index.ts";
import type { CommandInput } from "../integration/index.ts";
import type { Json } from "../json/index.ts";
import {
  datapathsOf,
  mapStrings,
  parseJsonTemplate,
  parseTemplate,
  plainEncode,
  render,
  type Substituted,
  soleExpression,
  substitute,
  substituteJson,
  type Template,
  urlEncode,
} from "../template/index.ts";
import { typedValue } from "../value/index.ts";

/** One input's failure; `input` is its label. */
export interface InputFault {
  readonly class: "F-INPUT" | "F-TEMPLATE";
  readonly input: string;
  readonly message: string;
}

export interface Row {
  /** null: the row has no value there. */
  valueOf(datapath: Datapath): Json;
  /** The datapath as people read it. */
  shown(datapath: Datapath): string;
}

export interface PlannedInput {
  readonly name: string;
  /** As failures name it. */
  readonly label: string;
  readonly declared: CommandInput;
  readonly datapaths: readonly Datapath[];
  /** Every template in it; of a JSON input one for each string. */
  readonly templates: readonly Template[];
  readonly content:
    | { readonly kind: "nothing" }
    | { readonly kind: "text"; readonly template: Template }
    /** Its strings are templates. */
    | { readonly kind: "json"; readonly value: Json }
    /** No JSON, or null, which is none of what is asked for: the command says so, since it knows what the text is. */
    | { readonly kind: "as it is"; readonly text: string };
}

export type ReadInput =
  | { readonly ok: true; readonly input: PlannedInput }
  | { readonly ok: false; readonly fault: InputFault };

/** Reads the text of an input; fails when it is required and empty, or no template. Pure. */
export function readInput(declared: CommandInput, text: string): ReadInput {
  const label = declared.displayName || declared.name;
  const made = (content: PlannedInput["content"], templates: readonly Template[]): ReadInput => ({
    ok: true,
    input: {
      name: declared.name,
      label,
      declared,
      templates,
      datapaths: templates.flatMap((template) => datapathsOf(template)),
      content,
    },
  });
  const fault = (cause: InputFault["class"], message: string): ReadInput => ({
    ok: false,
    fault: { class: cause, input: label, message },
  });
  if (text.trim() === "")
    return declared.required
      ? fault("F-INPUT", `${label} is required`)
      : made({ kind: "nothing" }, []);
  if (declared.dataType === "json") {
    const parsed = parseJsonTemplate(text);
    if (parsed.ok && (parsed.value !== null || !declared.connectorTemplates))
      return made({ kind: "json", value: parsed.value }, parsed.templates);
    if (parsed.ok) return made({ kind: "as it is", text }, []);
    if (parsed.kind === "template")
      return fault("F-TEMPLATE", parsed.errors[0]?.message ?? "The template is faulty");
    if (declared.connectorTemplates) return made({ kind: "as it is", text }, []);
    const { line, column, message } = parsed;
    return fault("F-INPUT", `${label} is not valid JSON at ${line}:${column}: ${message}`);
  }
  const parsed = parseTemplate(text);
  if (!parsed.ok) return fault("F-TEMPLATE", parsed.errors[0]?.message ?? "The template is faulty");
  return made({ kind: "text", template: parsed.template }, [parsed.template]);
}

export type InputValues =
  /** More than one only of a comma list. null: the input is not given. */
  | { readonly ok: true; readonly values: readonly Json[] }
  /** `drops`: only this row is without. */
  | { readonly ok: false; readonly drops: boolean; readonly fault: InputFault };

/** The values of an input in one row, typed as declared. Pure. */
export function valuesOf(input: PlannedInput, row: Row): InputValues {
  const { declared, label } = input;
  const fault = (cause: InputFault["class"], message: string, drops = false): InputValues => ({
    ok: false,
    drops,
    fault: { class: cause, input: label, message },
  });
  const gap = missingIn(input, row);
  if (gap !== null) return fault("F-TEMPLATE", `No value at ${row.shown(gap)}`, declared.required);
  const substituted = substitutedIn(input, row);
  if (!substituted.ok) return fault("F-TEMPLATE", substituted.message);
  const parts = declared.allowList ? listed(substituted.value) : [substituted.value];
  const values: Json[] = [];
  for (const part of parts) {
    // JSON has its types, and what still holds a connector expression gets one when it is sent.
    const typed = isTypedLater(input)
      ? ({ ok: true, value: part } as const)
      : typedValue(declared.dataType, part);
    if (!typed.ok) return fault("F-INPUT", `${label} ${typed.message}`);
    if (!isOffered(declared, typed.value, isTypedLater(input)))
      return fault("F-INPUT", `${label} must be one of ${declared.valueList.join(", ")}`);
    values.push(typed.value === "" ? null : typed.value);
  }
  const given = values.filter((value) => value !== null);
  if (given.length > 0) return { ok: true, values: given };
  return declared.required
    ? fault("F-INPUT", `${label} is required`, true)
    : { ok: true, values: [null] };
}

/** A datapath inside a longer text that has no value here; alone in a text it makes the value null. */
function missingIn({ templates }: PlannedInput, row: Row): Datapath | null {
  for (const template of templates) {
    if (soleExpression(template) !== null) continue;
    const gap = datapathsOf(template).find((datapath) => row.valueOf(datapath) === null);
    if (gap !== undefined) return gap;
  }
  return null;
}

function substitutedIn({ content, declared }: PlannedInput, row: Row): Substituted {
  const read = (datapath: Datapath) => row.valueOf(datapath);
  switch (content.kind) {
    case "nothing":
      return { ok: true, value: null };
    case "as it is":
      return { ok: true, value: content.text };
    case "json":
      return declared.connectorTemplates
        ? substituteJson(content.value, read)
        : mapStrings(content.value, (text) => renderText(text, read));
    case "text": {
      const sole = soleExpression(content.template);
      if (sole?.kind === "datapath" && read(sole.datapath) === null)
        return { ok: true, value: null };
      if (!declared.connectorTemplates) return render(content.template, read);
      return substitute(content.template, read, isRequestUrl(declared) ? urlEncode : plainEncode);
    }
  }
}

function renderText(text: string, read: (datapath: Datapath) => Json): Substituted {
  const parsed = parseTemplate(text);
  return parsed.ok ? render(parsed.template, read) : { ok: true, value: text };
}

/** An input that is the address of the request itself, in which values are percent-encoded. */
function isRequestUrl({ connectorTemplates, contains }: CommandInput): boolean {
  return connectorTemplates && contains.includes("url");
}

function isTypedLater({ content, templates }: PlannedInput): boolean {
  if (content.kind !== "text") return true;
  return templates.some(({ parts }) => parts.some(({ kind }) => kind === "scoped"));
}

function isOffered({ valueList }: CommandInput, value: Json, later: boolean): boolean {
  if (later || valueList.length === 0 || value === null || value === "") return true;
  return valueList.includes(typeof value === "string" ? value : JSON.stringify(value));
}

function listed(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string") return [value];
  const parts = value.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}
