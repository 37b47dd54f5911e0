import { isUtf8 } from "node:buffer";
import { isContainer, isNumber, type Json, numberFrom } from "@callbook/core/json";
import { type Decoded, decoded, withoutTags } from "./decoded.ts";
import { findSpans, joinSpans, type Needles, prepareNeedles, type Span } from "./find-spans.ts";
import { inLowerCase, mostDecodings, needlesOf, pairNeedles, shortestSearched } from "./needles.ts";

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
  /** The views of one answer. */
  answer(views: AnswerViews): AnswerViews;
  /** Masks a body that arrives in pieces, also where a secret lies across two of them. */
  stream(): MaskStream;
}

/** A body, the text that it is, and what that text says as JSON. */
export interface AnswerViews {
  readonly body: Uint8Array;
  readonly text: string | null;
  readonly json: Json | undefined;
}

/** `push` gives what is certain so far, `end` the rest. */
export interface MaskStream {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/**
 * Makes a masker for the secrets of one send. Secrets shorter than six characters are not
 * searched; a secret that is JSON or several lines is also searched by its parts. What it has to
 * know is made at its first use, and kept.
 */
export function createMasker(secrets: KnownSecrets): Masker {
  const known = lazily(() => knowledgeOf(secrets));
  /** Values that came out of this masker: they are not searched again. */
  const clean = new WeakSet<object>();
  const text = (value: string): string => maskText(value, known());
  const bytes = (value: Uint8Array): Uint8Array => {
    if (clean.has(value)) return value;
    const masked = maskBytes(value, known());
    clean.add(masked);
    return masked;
  };
  const keepClean = (value: Json): Json => {
    for (const one of [value, ...(Array.isArray(value) ? value : [])])
      if (typeof one === "object" && one !== null) clean.add(one);
    return value;
  };
  const json = (value: Json): Json => {
    const isKnown = typeof value === "object" && value !== null && clean.has(value);
    if (known().needles.byAnchor.size === 0 || isKnown) return value;
    return keepClean(maskJson(value, text, clean));
  };
  return {
    text,
    bytes,
    json,
    answer: (views) => {
      const body = bytes(views.body);
      // Escapes were undone in it, so what holds nothing has nothing in what it says either.
      if (body === views.body && saysTheSame(views)) {
        if (views.json !== undefined) keepClean(views.json);
        return { body, text: views.text, json: views.json };
      }
      return {
        body,
        text: views.text === null ? null : text(views.text),
        json: views.json === undefined ? undefined : json(views.json),
      };
    },
    stream: () => maskStream(known()),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The text is that of the bytes, and no number in it is read as other digits than are written. */
function saysTheSame({ body, text }: AnswerViews): boolean {
  if (text === null || /\d[eE][-+]?\d/.test(text)) return false;
  return Buffer.from(text, "utf8").equals(body);
}

interface Knowledge {
  readonly needles: Needles;
  /** A secret of wide letters alone has no NUL in UTF-16. */
  readonly isWide: boolean;
}

function knowledgeOf({ values, basic }: KnownSecrets): Knowledge {
  const pair = basic ? pairNeedles(basic.username, basic.password) : [];
  const parts = values.flatMap(partsOf);
  return {
    needles: prepareNeedles([...pair, ...parts.flatMap(needlesOf)]),
    isWide: parts.some((part) => !/[\0-\xff]/.test(part)),
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

/** Where secrets stand in bytes of UTF-8: as they are, behind escapes, and across tags. */
function spansIn(value: Uint8Array, { needles }: Knowledge): Span[] {
  if (needles.byAnchor.size === 0 || value.length < shortestSearched) return [];
  const find = (bytes: Uint8Array): Span[] => findSpans(inLowerCase(bytes), needles);
  const found: Span[] = [];
  const search = (source: Uint8Array, outer: readonly Decoded[]): void => {
    const layers = [...outer];
    let bytes = source;
    for (let times = 0; ; times += 1) {
      for (const span of find(bytes)) found.push(inSource(span, layers));
      const layer = times < mostDecodings ? decoded(bytes) : null;
      if (layer === null) return;
      layers.unshift(layer);
      bytes = layer.bytes;
    }
  };
  search(value, []);
  const read = withoutTags(value);
  if (read !== null) search(read.bytes, [read]);
  return joinSpans(found);
}

function inSource(span: Span, layers: readonly Decoded[]): Span {
  return layers.reduce(
    ({ start, end }, layer) => ({ start: layer.startOf(start), end: layer.endOf(end - 1) }),
    span,
  );
}

function maskText(value: string, known: Knowledge): string {
  if (value.length < shortestSearched && !/[^\0-\x7f]/.test(value)) return value;
  const bytes = Buffer.from(value, "utf8");
  const spans = spansIn(bytes, known);
  return spans.length === 0 ? value : replaceSpans(bytes, spans, mask).toString("utf8");
}

function maskBytes(value: Uint8Array, known: Knowledge): Uint8Array {
  const spans = spansIn(value, known);
  // Bullets are letters of UTF-8 only.
  const bullets = spans.length === 0 || isUtf8(value) ? mask : "********";
  const masked = spans.length === 0 ? value : replaceSpans(value, spans, bullets);
  return known.isWide || masked.includes(0) ? maskWide(masked, known) : masked;
}

/** Text in UTF-16, in whichever byte order. */
function maskWide(value: Uint8Array, known: Knowledge): Uint8Array {
  const whole = value.length - (value.length % 2);
  const isBigEndian = value[0] === 0xfe && value[1] === 0xff;
  let bytes = Buffer.from(value.subarray(0, whole));
  let changed = false;
  for (const swaps of isBigEndian ? [true, false] : [false, true]) {
    const text = (swaps ? Buffer.from(bytes).swap16() : bytes).toString("utf16le");
    const masked = maskText(text, known);
    if (masked === text) continue;
    const little = Buffer.from(masked, "utf16le");
    bytes = swaps ? little.swap16() : little;
    changed = true;
  }
  return changed ? Buffer.concat([bytes, value.subarray(whole)]) : value;
}

function replaceSpans(bytes: Uint8Array, spans: readonly Span[], by: string): Buffer<ArrayBuffer> {
  const replacement = Buffer.from(by);
  const pieces: Uint8Array[] = [];
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

/** What is escaped or split has no longest length, so nothing is certain before the end. */
function maskStream(known: Knowledge): MaskStream {
  const pieces: Uint8Array[] = [];
  return {
    push: (chunk) => {
      pieces.push(chunk);
      return new Uint8Array(0);
    },
    end: () => maskBytes(Buffer.concat(pieces.splice(0)), known),
  };
}
