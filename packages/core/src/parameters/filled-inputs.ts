import type { FilledInputs, FilledKeys } from "../integration/index.ts";
import { isJsonObject, type Json } from "../json/index.ts";
import { datapathsOf, parseJsonTemplate, parseTemplate } from "../template/index.ts";

/**
 * What of a command's inputs stage one takes from data of the run, by name of input and, of a JSON
 * object, by key. Asked when a request is made: what a third party or a person wrote stays at the
 * origin for which it was meant. Pure.
 */
export function filledInputs(texts: Readonly<Record<string, string>>): FilledInputs {
  const filled = Object.entries(texts)
    .map(([name, text]) => [name, filledKeys(text)] as const)
    .filter(([, keys]) => keys === "all" || keys.length > 0);
  return Object.fromEntries(filled);
}

function filledKeys(text: string): FilledKeys {
  const parsed = parseJsonTemplate(text);
  if (!parsed.ok) return hasDatapath(text) ? "all" : [];
  if (!isJsonObject(parsed.value)) return holdsDatapath(parsed.value) ? "all" : [];
  return Object.entries(parsed.value).flatMap(([key, value]) =>
    holdsDatapath(value) ? [key] : [],
  );
}

function holdsDatapath(value: Json): boolean {
  if (typeof value === "string") return hasDatapath(value);
  if (Array.isArray(value)) return value.some(holdsDatapath);
  return isJsonObject(value) && Object.values(value).some(holdsDatapath);
}

function hasDatapath(text: string): boolean {
  const parsed = parseTemplate(text);
  return parsed.ok && datapathsOf(parsed.template).length > 0;
}
