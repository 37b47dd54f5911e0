/** Values typed by what an input of a command or a playbook declares. */
import { numberOf } from "../condition/index.ts";
import type { CommandDataType } from "../integration/index.ts";
import { isNumber, type Json, parseJson } from "../json/index.ts";

export type TypedValue =
  | { readonly ok: true; readonly value: Json }
  /** `message` goes behind the input's name: "must be a number". */
  | { readonly ok: false; readonly message: string };

/**
 * The value as the data type has it: numeric text becomes a number, "true" and
 * "false" booleans, JSON text its value, anything else text where text is asked
 * for. null stays null: nothing was given. Pure.
 */
export function typedValue(dataType: CommandDataType, value: Json): TypedValue {
  if (value === null) return { ok: true, value: null };
  switch (dataType) {
    case "string":
    case "password":
      return { ok: true, value: typeof value === "string" ? value : JSON.stringify(value) };
    case "numeric":
      return numeric(value);
    case "boolean":
      return boolean(value);
    case "json":
      return typeof value === "string" ? json(value) : { ok: true, value };
  }
}

function numeric(value: Json): TypedValue {
  if (isNumber(value)) return { ok: true, value };
  if (typeof value !== "string") return { ok: false, message: "must be a number" };
  const text = value.trim();
  if (text === "") return { ok: true, value: null };
  const number = numberOf(text);
  return number === null ? { ok: false, message: "must be a number" } : { ok: true, value: number };
}

function boolean(value: Json): TypedValue {
  if (typeof value === "boolean") return { ok: true, value };
  const text = typeof value === "string" ? value.trim().toLowerCase() : null;
  if (text === "") return { ok: true, value: null };
  if (text === "true" || text === "false") return { ok: true, value: text === "true" };
  return { ok: false, message: "must be true or false" };
}

function json(text: string): TypedValue {
  if (text.trim() === "") return { ok: true, value: null };
  const parsed = parseJson(text);
  if (parsed.ok) return parsed;
  const { line, column, message } = parsed;
  return { ok: false, message: `is not valid JSON at ${line}:${column}: ${message}` };
}
