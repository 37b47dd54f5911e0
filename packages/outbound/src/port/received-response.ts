import type { ReceivedResponse } from "@callbook/core/integration";
import { decodeText, isJsonType } from "../body/decode-text.ts";
import { readJson } from "../body/read-json.ts";
import type { RawResponse } from "../send/exchange.ts";

/** An answer as commands get it, and why its declared JSON could not be read (null: it could). */
export interface Received {
  readonly response: ReceivedResponse;
  readonly jsonProblem: string | null;
}

/**
 * Makes the views of an answer. They are masked afterwards, each by itself: a masked number in a
 * text would no longer be JSON.
 */
export function receive(raw: RawResponse): Received {
  const contentType = raw.headers["content-type"] ?? "";
  const decoded = decodeText(raw.body, contentType);
  const notes: string[] = [];
  let text: string | null = null;
  let json: ReceivedResponse["json"];
  let jsonProblem: string | null = null;
  if (raw.body.length === 0) text = "";
  else if (!decoded.ok) {
    notes.push(decoded.reason);
    if (isJsonType(contentType)) jsonProblem = decoded.reason;
  } else {
    text = decoded.text;
    // Some services send JSON as text/plain; what only happens to parse (a number) is left as text.
    if (isJsonType(contentType) || /^\s*[[{]/.test(decoded.text)) {
      const read = readJson(decoded.text);
      if (read.ok) {
        json = read.value;
        notes.push(...read.notes);
      } else if (isJsonType(contentType)) jsonProblem = read.message;
    }
  }
  return {
    jsonProblem,
    response: {
      status: raw.status,
      headers: raw.headers,
      body: raw.body,
      json,
      text,
      url: raw.shownUrl,
      notes,
    },
  };
}
