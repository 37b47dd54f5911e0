import { isContainer, isNumber, type Json, numberFrom } from "@callbook/core/json";
import { findSpans, type Span } from "./find-spans.ts";
import { formsOf, shortestSearched } from "./secret-forms.ts";

/** What stands in place of a secret, however long it is. */
export const mask = "••••••••";

/** The secrets of one connection, as they are known before a send. */
export interface KnownSecrets {
  readonly values: readonly string[];
  /** User name and password of Basic authentication: also searched as the pair that is sent. */
  readonly basic?: { readonly username: string; readonly password: string } | null;
}

/** Takes a set of secrets out of whatever came back. */
export interface Masker {
  /** A text with every spelling of every secret replaced by eight bullets. */
  text(value: string): string;
  /** Bytes (UTF-8, UTF-16 or one of their kin) with the same replaced; the same array when nothing was found. */
  bytes(value: Uint8Array): Uint8Array;
  /** A JSON value with every string, number and key masked. */
  json(value: Json): Json;
  /** Masks a body that arrives in pieces, also where a secret lies across two of them. */
  stream(): MaskStream;
}

/** `push` gives what is certain so far, `end` the rest. */
export interface MaskStream {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** How a body's bytes stand for letters. UTF-8 also finds what is ASCII in the kin of Latin-1. */
const encodings = ["utf8", "utf16le", "utf16be", "latin1"] as const;
type Encoding = (typeof encodings)[number];
type Patterns = Readonly<Record<Encoding, readonly Buffer[]>>;

/**
 * Makes a masker for the secrets of one send. Secrets shorter than six characters are not
 * searched; a secret that is JSON or several lines is also searched by its parts.
 */
export function createMasker(secrets: KnownSecrets): Masker {
  const all = secrets.values.flatMap(partsOf);
  const { basic } = secrets;
  const pair = basic ? `${basic.username}:${basic.password}` : "";
  // The pair alone would hide a user name that is no secret, hence only in base64 as it is sent.
  const basicForms =
    basic && basic.password.length >= shortestSearched
      ? [Buffer.from(pair, "utf8").toString("base64")]
      : [];
  const forms = [...new Set([...basicForms, ...all.flatMap(formsOf)])].sort(
    (a, b) => b.length - a.length,
  );
  const patterns = patternsOf(forms);
  const text = (value: string): string => maskText(value, forms);
  return {
    text,
    bytes: (value) => maskBytes(value, patterns),
    json: (value) => (forms.length === 0 ? value : maskJson(value, text)),
    stream: () => maskStream(patterns),
  };
}

function partsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 16);
  return [secret, ...(lines.length > 1 ? lines : []), ...leavesOf(secret)].filter(
    (part) => part.trim().length >= shortestSearched,
  );
}

function leavesOf(secret: string): string[] {
  if (!/^\s*[[{]/.test(secret)) return [];
  const leaves: string[] = [];
  try {
    const collect = (_key: string, value: unknown, { source }: { readonly source?: string }) => {
      if (typeof value === "string") leaves.push(value);
      // As it is sent: with its digits where a double would not hold them.
      else if (typeof value === "number") leaves.push(String(numberFrom(source ?? String(value))));
      return value;
    };
    JSON.parse(secret, collect as (this: unknown, key: string, value: unknown) => unknown);
  } catch {
    // Not JSON: the text as a whole is searched anyhow.
  }
  return leaves;
}

function patternsOf(forms: readonly string[]): Patterns {
  const differsInLatin1 = forms.filter(
    (form) => /[\x80-\xff]/.test(form) && !/[^\0-\xff]/.test(form),
  );
  return {
    utf8: forms.map((form) => encode(form, "utf8")),
    utf16le: forms.map((form) => encode(form, "utf16le")),
    utf16be: forms.map((form) => encode(form, "utf16be")),
    latin1: differsInLatin1.map((form) => encode(form, "latin1")),
  };
}

function encode(text: string, encoding: Encoding): Buffer {
  return encoding === "utf16be"
    ? Buffer.from(text, "utf16le").swap16()
    : Buffer.from(text, encoding);
}

function maskText(value: string, forms: readonly string[]): string {
  let masked = "";
  let at = 0;
  for (const { start, end } of findSpans<string>(
    (form, from) => value.indexOf(form, from),
    forms,
  )) {
    masked += value.slice(at, start) + mask;
    at = end;
  }
  return at === 0 ? value : masked + value.slice(at);
}

function maskBytes(value: Uint8Array, patterns: Patterns): Uint8Array {
  let bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  let changed = false;
  // Text in one byte order contains, one byte off, what looks like the other order.
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const order = isBigEndian ? (["utf8", "utf16be", "utf16le", "latin1"] as const) : encodings;
  for (const encoding of order) {
    const spans = spansIn(bytes, patterns[encoding]);
    if (spans.length === 0) continue;
    const replacement = encoding === "latin1" ? Buffer.from("********") : encode(mask, encoding);
    bytes = replaceSpans(bytes, spans, replacement);
    changed = true;
  }
  return changed ? bytes : value;
}

function spansIn(bytes: Buffer, patterns: readonly Buffer[]): Span[] {
  return findSpans<Buffer>((pattern, from) => bytes.indexOf(pattern, from), patterns);
}

function replaceSpans(
  bytes: Buffer,
  spans: readonly Span[],
  replacement: Buffer,
): Buffer<ArrayBuffer> {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    pieces.push(bytes.subarray(at, start), replacement);
    at = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(at)]);
}

function maskJson(value: Json, text: (value: string) => string): Json {
  if (typeof value === "string") return text(value);
  if (isNumber(value)) {
    const masked = text(String(value));
    return masked === String(value) ? value : masked;
  }
  if (Array.isArray(value)) return value.map((item) => maskJson(item, text));
  if (!isContainer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [text(key), maskJson(inner, text)]),
  );
}

function maskStream(patterns: Patterns): MaskStream {
  const all = encodings.flatMap((encoding) => patterns[encoding]);
  const longest = Math.max(1, ...all.map((pattern) => pattern.length));
  let held: Uint8Array = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const raw = Buffer.concat([held, chunk]);
      // Whatever begins before this place can be seen whole already; the rest waits for more.
      let decided = Math.max(0, raw.length - (longest - 1));
      const across = spansIn(raw, all).find(({ start, end }) => start < decided && end > decided);
      if (across !== undefined) decided = across.start;
      held = raw.subarray(decided);
      return maskBytes(raw.subarray(0, decided), patterns);
    },
    end: () => {
      const rest = maskBytes(held, patterns);
      held = Buffer.alloc(0);
      return rest;
    },
  };
}
