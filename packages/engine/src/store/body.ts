/** How a body lies in `block_result.data` and `.raw`: one byte of format, then JSON, deflated when that pays. */

import { promisify } from "node:util";
import { deflateRaw, deflateRawSync, inflateRaw } from "node:zlib";
import { type Json, parseExactly } from "@callbook/core/json";

const plain = 0;
const deflated = 1;
/** Below this compression costs more than it saves. */
const smallBytes = 1024;
/** Above this it leaves the thread that serves everybody. */
const largeBytes = 64 * 1024;
const deflateAside = promisify(deflateRaw);
const inflateAside = promisify(inflateRaw);

/** A JSON value as bytes for the column; undefined is kept as null. */
export async function packBody(value: unknown): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(value) ?? "null", "utf8");
  if (json.length < smallBytes) return marked(plain, json);
  const level = { level: 1 };
  const packed =
    json.length < largeBytes ? deflateRawSync(json, level) : await deflateAside(json, level);
  return packed.length < json.length ? marked(deflated, packed) : marked(plain, json);
}

/** The value that `packBody` was given. Throws on bytes that it did not make. */
export async function unpackBody(bytes: Uint8Array): Promise<Json> {
  const [format] = bytes;
  const rest = bytes.subarray(1);
  if (format === plain) return parseExactly(Buffer.from(rest).toString("utf8"));
  if (format === deflated) return parseExactly((await inflateAside(rest)).toString("utf8"));
  throw new Error(`unknown format of a stored body: ${String(format)}`);
}

function marked(format: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(format), bytes]);
}
