import { isJsonObject, type Json } from "../json/index.ts";
import { reasonPhrase } from "./reason-phrase.ts";

// Enough for any error page; the patterns below are not linear in what is hostile.
const maxMarkup = 20_000;
const keys = ["error_description", "message", "detail", "title", "error"] as const;

/**
 * What a third party says about its failure: the key error field of a JSON body, else its text
 * without markup, else the registry's phrase. The door masks it, and cuts it after that. Pure.
 *
 * The order of keys: `error.message`, `error_description`, `message`, `detail`, `title`, `error`,
 * `errors[0].message` (OAuth 2.0 RFC 6749, Problem Details RFC 9457, and common practice).
 */
export function responseMessage(
  status: number,
  json: Json | undefined,
  text: string | null,
): string {
  const said =
    (json === undefined ? null : fromJson(json)) ?? fromText(json === undefined ? text : null);
  return said ?? reasonPhrase(status);
}

function fromJson(json: Json): string | null {
  if (typeof json === "string") return fromText(json);
  if (!isJsonObject(json)) return null;
  const nested = isJsonObject(json["error"]) ? textOf(json["error"]["message"]) : null;
  if (nested !== null) return nested;
  for (const key of keys) {
    const found = textOf(json[key]);
    if (found !== null) return found;
  }
  const first = Array.isArray(json["errors"]) ? json["errors"][0] : undefined;
  if (isJsonObject(first)) return textOf(first["message"]);
  // No field is known to hold the message: the body itself is the raw error.
  return Object.keys(json).length === 0 ? null : JSON.stringify(json);
}

function textOf(value: Json | undefined): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

function fromText(text: string | null): string | null {
  if (text === null) return null;
  const plain = isMarkup(text) ? withoutMarkup(text) : text;
  const single = plain.replace(/\s+/g, " ").trim();
  return single === "" ? null : single;
}

function isMarkup(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml|[a-z][a-z0-9]*[\s>])/i.test(text.slice(0, 1_000));
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function withoutMarkup(text: string): string {
  return text
    .slice(0, maxMarkup)
    .replace(/<(script|style|head)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_whole, name: string) => entities[name] ?? " ");
}
