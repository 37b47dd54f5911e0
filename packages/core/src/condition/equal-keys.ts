/** Equality of single values as keys that can be looked up. */
import { canonicalJson, canonicalNumber, isNumber, type Json } from "../json/index.ts";
import { numberOf } from "./literal.ts";

/** Keys of which a left and a right value have one in common exactly when they are equal. */
export function valueKeys(value: Json): readonly string[] {
  if (isNumber(value)) {
    const text = canonicalNumber(value);
    return [`number ${text}`, `of number ${text}`, `as text ${String(value)}`];
  }
  if (typeof value !== "string") return value === null ? ["null", "nothing"] : [jsonKey(value)];
  const number = numberOf(value.trim());
  const like = number === null ? `written ${value}` : `to number ${canonicalNumber(number)}`;
  return value === "" ? ["nothing", like] : [`text ${value}`, like];
}

export function expectedKeys(value: Json): readonly string[] {
  if (value === "") return ["nothing"];
  if (isNumber(value)) {
    const text = canonicalNumber(value);
    return [`number ${text}`, `to number ${text}`, `written ${String(value)}`];
  }
  if (typeof value !== "string") return value === null ? ["null"] : [jsonKey(value)];
  const number = numberOf(value.trim());
  const like = number === null ? `as text ${value}` : `of number ${canonicalNumber(number)}`;
  return [`text ${value}`, like];
}

function jsonKey(value: Json): string {
  return `json ${canonicalJson(value)}`;
}
