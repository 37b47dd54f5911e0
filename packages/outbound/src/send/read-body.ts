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
  const result =
    codings.length === 0
      ? await readPlain(source, maxBytes)
      : codings.length > maxCodings
        ? badCoding(`more than ${maxCodings} content codings`)
        : await readCoded(source, codings, maxBytes);
  // What is left of a refused body is of no interest, nor is how it ends.
  if (!result.ok) source.on("error", () => {}).destroy();
  return result;
}

async function readPlain(source: Readable, maxBytes: number): Promise<BodyResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return { ok: false, kind: "too-big" };
      chunks.push(chunk);
    }
  } catch (error) {
    return { ok: false, kind: "broken", error };
  }
  return { ok: true, bytes: Buffer.concat(chunks, size) };
}

async function readCoded(
  source: Readable,
  codings: readonly string[],
  maxBytes: number,
): Promise<BodyResult> {
  const chunks: Buffer[] = [];
  const broken: { error: unknown }[] = [];
  try {
    const rest: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
    const first = await rest.next();
    // Some servers name a coding on an empty body.
    if (first.done === true) return { ok: true, bytes: new Uint8Array(0) };
    const stages: Duplex[] = [];
    for (const [index, name] of codings.toReversed().entries()) {
      const decoder = decoderFor(name, index === 0 ? (first.value[0] ?? 0) : null);
      if (decoder === null) return badCoding(`content coding "${name}" is not known`);
      stages.push(decoder, limit(maxBytes));
    }
    const collect = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    await pipeline([Readable.from(watched(first.value, rest, broken)), ...stages, collect]);
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch (error) {
    if (error instanceof TooBig) return { ok: false, kind: "too-big" };
    const [cause] = broken;
    if (cause !== undefined) return { ok: false, kind: "broken", error: cause.error };
    const isCoding = error instanceof Error && "code" in error && isDecoderCode(String(error.code));
    if (!isCoding) return { ok: false, kind: "broken", error };
    return badCoding(`the body is not valid ${codings.join(", ")}`);
  }
}

/** Hands the chunks on and notes in `broken` when the connection, and not a decoder, is at fault. */
async function* watched(
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  broken: { error: unknown }[],
): AsyncGenerator<Buffer> {
  yield first;
  for (;;) {
    let next: IteratorResult<Buffer>;
    try {
      next = await rest.next();
    } catch (error) {
      broken.push({ error });
      throw error;
    }
    if (next.done === true) return;
    yield next.value;
  }
}

/** zlib, brotli and zstd each have a family of codes. */
function isDecoderCode(code: string): boolean {
  return /^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD|ZSTD_|ERR_PADDING|ERR_TRAILING)/.test(code);
}

function badCoding(message: string): BodyResult {
  return { ok: false, kind: "bad-coding", message };
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
