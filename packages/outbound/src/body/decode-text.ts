import { TextDecoder } from "node:util";

/** A body as text, or why it is none. */
export type DecodedText =
  | { readonly ok: true; readonly text: string; readonly charset: string }
  | { readonly ok: false; readonly reason: string };

const textTypes =
  /^(text\/|application\/(json|xml|javascript|ecmascript|x-www-form-urlencoded|x-ndjson|graphql|yaml|x-yaml|toml|sql)\b|[^;]*\+(json|xml|yaml)\b)/i;

/**
 * Reads bytes as text by byte order mark, declared charset or UTF-8, strictly: a byte that does
 * not fit means that it is not text, since a guess would lose something. Pure.
 */
export function decodeText(bytes: Uint8Array, contentType: string): DecodedText {
  const declared = charsetOf(contentType);
  const charset = markOf(bytes) ?? declared ?? "utf-8";
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return { ok: false, reason: `not text: the charset "${charset}" is not known` };
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { ok: false, reason: `not text: the bytes are not valid ${charset}` };
  }
  const isDeclaredText = contentType === "" || textTypes.test(contentType);
  if (!isDeclaredText && declared === null && text.includes("\0")) {
    return { ok: false, reason: `not text: ${contentType}` };
  }
  return { ok: true, text, charset };
}

/** True for application/json and its kin (RFC 6839), whatever its parameters. Pure. */
export function isJsonType(contentType: string): boolean {
  return /^\s*(application|text)\/([^;\s]+\+)?json\s*(;|$)/i.test(contentType);
}

function charsetOf(contentType: string): string | null {
  const found = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(contentType);
  return found?.[1]?.trim() ?? found?.[2] ?? null;
}

/** A byte order mark beats what the header says (RFC 8259 aside, that is how text is written). */
function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}
