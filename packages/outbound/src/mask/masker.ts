import { isContainer, isNumber, type Json, numberFrom } from "@callbook/core/json";
import {
  ANCHOR,
  findSpans,
  joinSpans,
  type Needles,
  prepareNeedles,
  type Span,
} from "./find-spans.ts";
import { withoutTags } from "./markup.ts";
import { formsOf, pairForms, shortestSearched } from "./secret-forms.ts";

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
const encodings = ["utf8", "latin1", "utf16le", "utf16be"] as const;
type Encoding = (typeof encodings)[number];
type Patterns = Readonly<Record<Encoding, () => Needles>> & {
  /** A secret of wide letters alone has no NUL in UTF-16. */
  readonly isWide: boolean;
};

/**
 * Makes a masker for the secrets of one send. Secrets shorter than six characters are not
 * searched; a secret that is JSON or several lines is also searched by its parts. What it has to
 * know is made at its first use, and kept.
 */
export function createMasker(secrets: KnownSecrets): Masker {
  const forms = lazily(() => allForms(secrets));
  const needles = lazily(() => prepareNeedles(forms().map(unitsOf)));
  const patterns = lazily(() => patternsOf(forms()));
  /** Values that came out of this masker: they are not searched again. */
  const clean = new WeakSet<object>();
  const text = (value: string): string => maskText(value, needles());
  return {
    text,
    bytes: (value) => {
      if (clean.has(value)) return value;
      const masked = maskBytes(value, patterns());
      clean.add(masked);
      return masked;
    },
    json: (value) => {
      if (forms().length === 0 || (typeof value === "object" && value !== null && clean.has(value)))
        return value;
      const masked = maskJson(value, text, clean);
      for (const one of [masked, ...(Array.isArray(masked) ? masked : [])])
        if (typeof one === "object" && one !== null) clean.add(one);
      return masked;
    },
    stream: () => maskStream(forms(), patterns()),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function allForms({ values, basic }: KnownSecrets): string[] {
  const pair = basic ? pairForms(basic.username, basic.password) : [];
  return [...new Set([...pair, ...values.flatMap(partsOf).flatMap(formsOf)])];
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
  const ready = (encoding: Encoding, texts: readonly string[] = forms) =>
    lazily(() => prepareNeedles(texts.map((form) => encode(form, encoding))));
  const differs = (form: string) => /[\x80-\xff]/.test(form) && !/[^\0-\xff]/.test(form);
  return {
    utf8: ready("utf8"),
    latin1: ready("latin1", forms.filter(differs)),
    utf16le: ready("utf16le"),
    utf16be: ready("utf16be"),
    isWide: forms.some((form) => !/[\0-\xff]/.test(form)),
  };
}

function encode(text: string, encoding: Encoding): Buffer {
  return encoding === "utf16be"
    ? Buffer.from(text, "utf16le").swap16()
    : Buffer.from(text, encoding);
}

function unitsOf(text: string): Uint16Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, "utf16le");
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

function maskText(value: string, needles: Needles): string {
  let masked = "";
  let at = 0;
  for (const { start, end } of spansInText(value, needles)) {
    masked += value.slice(at, start) + mask;
    at = end;
  }
  return at === 0 ? value : masked + value.slice(at);
}

function spansInText(value: string, needles: Needles): Span[] {
  if (value.length < ANCHOR) return [];
  const spans = findSpans(unitsOf(value), needles);
  const stripped = withoutTags(value);
  if (stripped === null) return spans;
  const across = findSpans(unitsOf(stripped.plain), needles);
  return joinSpans([...spans, ...stripped.inSource(across)]);
}

function maskBytes(value: Uint8Array, patterns: Patterns): Uint8Array {
  let bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  let changed = false;
  // Text in one byte order contains, one byte off, what looks like the other order.
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const order = isBigEndian ? (["utf8", "latin1", "utf16be", "utf16le"] as const) : encodings;
  const mayBeWide = patterns.isWide || bytes.includes(0);
  for (const encoding of order) {
    if (!mayBeWide && encoding.startsWith("utf16")) continue;
    const spans = spansInBytes(bytes, patterns[encoding]());
    if (spans.length === 0) continue;
    const replacement = encoding === "latin1" ? Buffer.from("********") : encode(mask, encoding);
    bytes = replaceSpans(bytes, spans, replacement);
    changed = true;
  }
  return changed ? bytes : value;
}

function spansInBytes(bytes: Buffer, needles: Needles): Span[] {
  const spans = findSpans(bytes, needles);
  if (needles.byAnchor.size === 0 || !bytes.includes("<")) return spans;
  const stripped = withoutTags(bytes.toString("latin1"));
  if (stripped === null) return spans;
  const across = findSpans(Buffer.from(stripped.plain, "latin1"), needles);
  return joinSpans([...spans, ...stripped.inSource(across)]);
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

/** What holds no secret is handed back as it is. */
function maskJson(value: Json, text: (value: string) => string, clean: WeakSet<object>): Json {
  if (typeof value === "string") return text(value);
  if (isNumber(value)) {
    const masked = text(String(value));
    return masked === String(value) ? value : masked;
  }
  if (!isContainer(value) || clean.has(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => maskJson(item, text, clean));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const masked = new Map<string, Json>();
  let changed = false;
  for (const [key, inner] of Object.entries(value)) {
    let name = text(key);
    // Keys that were different stay so.
    while (name !== key && masked.has(name)) name += "•";
    const one = maskJson(inner, text, clean);
    changed ||= name !== key || one !== inner;
    masked.set(name, one);
  }
  return changed ? Object.fromEntries(masked) : value;
}

function maskStream(forms: readonly string[], patterns: Patterns): MaskStream {
  const longest = Math.max(1, ...forms.map((form) => 3 * form.length));
  let held: Uint8Array = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const raw = Buffer.concat([held, chunk]);
      // Whatever begins before this place can be seen whole already; the rest waits for more.
      let decided = Math.max(0, raw.length - (longest - 1));
      const all = encodings.flatMap((encoding) => spansInBytes(raw, patterns[encoding]()));
      for (const { start, end } of joinSpans(all).toReversed())
        if (start < decided && end > decided) decided = start;
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
