import { checkHeaderValue, headerRows } from "../connection/index.ts";
import type { FilledKeys } from "../integration/index.ts";
import { isJsonObject, type Json, parseJson } from "../json/index.ts";
import {
  fill,
  fillJson,
  type Lookup,
  parseJsonTemplate,
  scopedIn,
  textOf,
} from "../template/index.ts";

export type HeaderTexts = readonly {
  readonly name: string;
  readonly value: string;
  readonly isBound: boolean;
}[];

type Refused<C extends string> = {
  readonly ok: false;
  readonly class: C | "F-TEMPLATE";
  readonly message: string;
};

/**
 * Reads the Header input (a JSON object, or its text as typed) and fills its templates. A value
 * is filled after the JSON was parsed, so it can neither break it nor add a header. `filledKeys` names
 * the headers whose values hold data of the run: they are bound to their origin too. Pure.
 */
export function readHeaders(
  input: Json,
  lookup: Lookup,
  filledKeys: FilledKeys = [],
): { readonly ok: true; readonly headers: HeaderTexts } | Refused<"F-HEADER"> {
  const json = readJsonInput(input, lookup);
  if (!json.ok) return { ...json, class: json.isTemplate ? "F-TEMPLATE" : "F-HEADER" };
  if (json.value === undefined) return { ok: true, headers: [] };
  const rows = headerRows(json.value);
  const filled = fillRows(rows.ok ? rows.rows : looseRows(json.value), lookup, filledKeys);
  if (!filled.ok) return { ok: false, class: "F-TEMPLATE", message: filled.message };
  if (!rows.ok) return { ok: false, class: "F-HEADER", message: rows.message };
  for (const { name, value } of filled.headers) {
    const message = checkHeaderValue(name, value);
    if (message !== null) return { ok: false, class: "F-HEADER", message };
  }
  return filled;
}

/** The text rows of an object that has other faults: an unresolved template is told before them. */
function looseRows(value: Json): [string, string][] {
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, one]): [string, string][] =>
        typeof one === "string" ? [[name, one]] : [],
      )
    : [];
}

function fillRows(
  rows: readonly (readonly [string, string])[],
  lookup: Lookup,
  filledKeys: FilledKeys,
):
  | { readonly ok: true; readonly headers: HeaderTexts }
  | { readonly ok: false; readonly message: string } {
  const headers: { name: string; value: string; isBound: boolean }[] = [];
  for (const [name, template] of rows) {
    const filled = fill(template, lookup);
    if (!filled.ok) return filled;
    const isBound =
      filledKeys === "all" || filledKeys.includes(name) || scopedIn(template).length > 0;
    headers.push({ name, value: textOf(filled.value).trim(), isBound });
  }
  return { ok: true, headers };
}

/**
 * Reads the Body input (a JSON object, its text as typed, or one bare expression) and fills its
 * templates. The answer is the JSON text to send; null: no body. Pure.
 */
export function readBody(
  input: Json,
  lookup: Lookup,
): { readonly ok: true; readonly text: string | null } | Refused<"F-BODY"> {
  const json = readJsonInput(input, lookup);
  if (!json.ok) return { ...json, class: json.isTemplate ? "F-TEMPLATE" : "F-BODY" };
  if (json.value === undefined) return { ok: true, text: null };
  const filled = fillJson(json.value, lookup);
  if (!filled.ok) return { ok: false, class: "F-TEMPLATE", message: filled.message };
  const value = typeof json.value === "string" ? objectIn(filled.value) : filled.value;
  if (!isJsonObject(value))
    return { ok: false, class: "F-BODY", message: "Body must be a JSON object" };
  return { ok: true, text: JSON.stringify(value) };
}

/** A text parameter may hold the JSON of an object. */
function objectIn(value: Json): Json {
  if (typeof value !== "string") return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

type JsonInput =
  /** undefined: nothing was given, where null was written. */
  | { readonly ok: true; readonly value: Json | undefined }
  | { readonly ok: false; readonly isTemplate: boolean; readonly message: string };

function readJsonInput(input: Json, lookup: Lookup): JsonInput {
  if (typeof input !== "string") return { ok: true, value: input ?? undefined };
  if (input.trim() === "") return { ok: true, value: undefined };
  const parsed = parseJsonTemplate(input);
  if (parsed.ok) return { ok: true, value: parsed.value };
  if (parsed.kind === "template") {
    return {
      ok: false,
      isTemplate: true,
      message: parsed.errors[0]?.message ?? "The template is faulty",
    };
  }
  const unresolved = scopedIn(input).find(
    ({ scope, name }) => (lookup(scope, name) ?? null) === null,
  );
  if (unresolved !== undefined) {
    const message = `Unresolved template ${unresolved.scope}.${unresolved.name}`;
    return { ok: false, isTemplate: true, message };
  }
  const { line, column, message } = parsed;
  return {
    ok: false,
    isTemplate: false,
    message: `Not valid JSON at ${line}:${column}: ${message}`,
  };
}
