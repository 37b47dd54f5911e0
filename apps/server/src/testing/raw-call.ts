import { plainJson } from "@callbook/core/json";

export interface RawAnswer {
  readonly status: number;
  /** The refusal's code; null when it was done. */
  readonly code: string | null;
  readonly text: string;
}

/** One procedure over HTTP by its name, for tests that go through all of them. */
export async function rawCall(
  url: string,
  path: string,
  type: "query" | "mutation" | "subscription",
  input: unknown,
  cookie: string,
): Promise<RawAnswer> {
  // A text is the body itself, letter by letter.
  const body = typeof input === "string" ? input : JSON.stringify(plainJson.serialize(input));
  const headers = { origin: url, ...(cookie === "" ? {} : { cookie }) };
  if (type === "mutation") {
    const answer = await fetch(`${url}/trpc/${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    return read(answer, await answer.text());
  }
  const controller = new AbortController();
  const answer = await fetch(`${url}/trpc/${path}?input=${encodeURIComponent(body)}`, {
    headers,
    signal: controller.signal,
  });
  // A stream that was opened says nothing more about rights.
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (!isStream) return read(answer, await answer.text());
  const first = await answer.body?.getReader().read();
  controller.abort();
  return read(answer, new TextDecoder().decode(first?.value));
}

function read(answer: Response, text: string): RawAnswer {
  const code = /"refusal":\{"code":"([A-Z_]+)"/.exec(text)?.[1] ?? null;
  return { status: answer.status, code, text };
}
