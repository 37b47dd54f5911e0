/** What a third party may send to a callback URL, and how it becomes a JSON value. */
import { excessText, findExcess, type Json, parseExactly, parseJson } from "@callbook/core/json";
import { storableJson } from "../store/storable.ts";

/** Bytes of a callback's body. */
export const CALLBACK_BODY_LIMIT_BYTES = 1024 * 1024;
const fieldLimit = 10_000;

export type ReadPayload =
  | { readonly ok: true; readonly view: Json }
  | { readonly ok: false; readonly status: 400 | 415; readonly why: string };

/** JSON, form-encoded or empty; anything else is refused. Pure. */
export function readPayload(contentType: string | null, body: Uint8Array): ReadPayload {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (body.length === 0 && type === "") return { ok: true, view: null };
  if (type === "application/json" || /^[\w.+-]+\/[\w.+-]+\+json$/.test(type)) return readJson(body);
  if (type === "application/x-www-form-urlencoded") return readForm(body);
  return { ok: false, status: 415, why: "the media type is neither JSON nor form-encoded" };
}

function readJson(body: Uint8Array): ReadPayload {
  if (body.length === 0) return { ok: true, view: null };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const excess = findExcess(text);
    if (excess !== null) return refusedBody(`the JSON is not taken: ${excessText(excess)}`);
    const parsed = parseJson(text);
    if (!parsed.ok) return refusedBody(`the body is not JSON: ${parsed.message}`);
    return { ok: true, view: parseExactly(storableJson(parsed.value)) };
  } catch {
    return refusedBody("the body is not JSON");
  }
}

function readForm(body: Uint8Array): ReadPayload {
  const fields = [...new URLSearchParams(Buffer.from(body).toString("utf8"))];
  if (fields.length > fieldLimit) return refusedBody(`the form has more than ${fieldLimit} fields`);
  const grouped = Map.groupBy(fields, ([name]) => name);
  const view = [...grouped].map(([name, given]): [string, Json] => {
    const values = given.map(([, value]) => value);
    return [name, values.length === 1 ? (values[0] ?? "") : values];
  });
  const storable: Json = JSON.parse(storableJson(Object.fromEntries(view)));
  return { ok: true, view: storable };
}

function refusedBody(why: string): ReadPayload {
  return { ok: false, status: 400, why };
}
