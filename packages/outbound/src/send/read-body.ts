import { type Duplex, Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";

/** A body after its content codings are undone, or why it cannot be had. */
export type BodyResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly kind: "too-big" }
  | { readonly ok: false; readonly kind: "bad-coding"; readonly message: string }
  | { readonly ok: false; readonly kind: "broken"; readonly error: unknown };

const maxCodings = 3;

class TooBig extends Error {}

/**
 * Reads a body to its end. `maxBytes` holds for what is decoded, at each coding: a small
 * compressed body can stand for gigabytes, and undici's own limit counts the compressed bytes.
 */
export async function readBody(
  source: Readable,
  contentEncoding: string,
  maxBytes: number,
): Promise<BodyResult> {
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (codings.length > maxCodings) {
    source.on("error", () => {}).destroy();
    return { ok: false, kind: "bad-coding", message: `more than ${maxCodings} content codings` };
  }
  let sourceError: unknown = null;
  let arrived = 0;
  const chunks: Buffer[] = [];
  let decoded = 0;

  async function* watched(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
    try {
      for (let next = first; ; ) {
        arrived += next.length;
        yield next;
        const more = await rest.next();
        if (more.done === true) return;
        next = more.value;
      }
    } catch (error) {
      sourceError ??= error;
      throw error;
    }
  }

  try {
    const rest: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
    const first = await rest.next();
    // Some servers name a coding on an empty body.
    if (first.done === true) return { ok: true, bytes: new Uint8Array(0) };
    const stages: Duplex[] = [];
    for (const [index, name] of codings.toReversed().entries()) {
      const decoder = decoderFor(name, index === 0 ? (first.value[0] ?? 0) : null);
      if (decoder === null) {
        source.on("error", () => {}).destroy();
        return {
          ok: false,
          kind: "bad-coding",
          message: `content coding "${name.slice(0, 40)}" is not known`,
        };
      }
      stages.push(decoder);
    }
    const collect = new Writable({
      write(chunk: Buffer, _encoding, done) {
        decoded += chunk.length;
        if (decoded <= maxBytes) chunks.push(chunk);
        done(decoded > maxBytes ? new TooBig() : null);
      },
    });
    const limited = stages.flatMap((stage) => [stage, limit(maxBytes)]);
    await pipeline([Readable.from(watched(first.value, rest)), ...limited, collect]);
    return { ok: true, bytes: Buffer.concat(chunks, decoded) };
  } catch (error) {
    source.on("error", () => {}).destroy();
    if (error instanceof TooBig) return { ok: false, kind: "too-big" };
    if (sourceError !== null || codings.length === 0 || arrived === 0) {
      return { ok: false, kind: "broken", error: sourceError ?? error };
    }
    return {
      ok: false,
      kind: "bad-coding",
      message: `the body is not valid ${codings.join(", ")}`,
    };
  }
}

/** Passes chunks on until there are too many bytes. */
function limit(maxBytes: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > maxBytes) done(new TooBig());
      else done(null, chunk);
    },
  });
}

/** `firstByte` is that of the body for the outermost coding, null for the others. */
function decoderFor(name: string, firstByte: number | null): Duplex | null {
  switch (name) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      // RFC 9110 says zlib, some servers send bare deflate; zlib's first byte tells them apart.
      return firstByte !== null && (firstByte & 0x0f) !== 8 ? createInflateRaw() : createInflate();
    case "br":
      return createBrotliDecompress();
    case "zstd":
      return createZstdDecompress();
    default:
      return null;
  }
}
