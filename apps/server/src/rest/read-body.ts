import { parseJson } from "@callbook/core/json";
import { HttpFault } from "./failure.ts";

/** Most bytes of a request for scripts: 5 MiB. */
export const REST_BODY_LIMIT_BYTES = 5 * 1024 * 1024;
const REST_PATIENCE_MS = 60_000;

/**
 * The bytes of a body; null when there are more than the limit, of which the rest is not read.
 * Throws HttpFault when they do not all come within `ms`.
 */
export async function readBytes(
  request: Request,
  limit: number,
  ms: number,
): Promise<Uint8Array | null> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > limit) return null;
  if (announced === "0") return new Uint8Array();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new HttpFault(408, "TOO_SLOW", "The body did not come in time.", CLOSING)),
    ms,
  );
  try {
    // Node holds a sender to the length that he announced.
    const read = announced === null ? readStream(request.body, limit) : readWhole(request);
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The rest of what is sent must not be taken for the next request. */
const CLOSING = { Connection: "close" };

async function readWhole(request: Request): Promise<Uint8Array> {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    throw new HttpFault(400, "F-BODY", "The body ended early.", CLOSING);
  }
}

async function readStream(body: Request["body"], limit: number): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The JSON of a request; undefined when it has no body. Throws HttpFault. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, REST_BODY_LIMIT_BYTES, REST_PATIENCE_MS);
  if (bytes === null)
    throw new HttpFault(413, "TOO_LARGE", "The body is larger than 5 MiB.", CLOSING);
  if (bytes.length === 0) return undefined;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json")
    throw new HttpFault(415, "F-BODY", "The body must be JSON: Content-Type: application/json.");
  const parsed = parseJson(decode(bytes));
  if (parsed.ok) return parsed.value;
  const { line, column, message } = parsed;
  throw new HttpFault(
    400,
    "F-BODY",
    `The body cannot be read as JSON: ${message} (${line}:${column}).`,
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HttpFault(400, "F-BODY", "The body is not UTF-8.");
  }
}
