/**
 * What is searched for: a secret as it is, in hex and in base64. Escapes (URL, form, JSON, HTML,
 * XML) are undone in the text that is searched, so they need no spelling of their own.
 */
import { decoded } from "./decoded.ts";

/** Secrets shorter than this would hide innocent text; they are masked only where we put them. */
export const shortestSearched = 6;

/** How often escapes are undone: an address in JSON inside JSON is three times. */
export const mostDecodings = 3;

/** Every needle of a secret, as bytes, without duplicates; the empty list for one that is too short. Pure. */
export function needlesOf(secret: string): Uint8Array[] {
  const texts = asSent(secret);
  const found = texts.flatMap((text) => {
    const bytes = Buffer.from(text, "utf8");
    const isLatin1 = /[\x80-\xff]/.test(text) && !/[^\0-\xff]/.test(text);
    return [
      ...[...withCase(text), ...misread(text)].map((one) => Buffer.from(one, "utf8")),
      ...(isLatin1 ? [Buffer.from(text, "latin1")] : []),
      ...[...hexForms(bytes), ...base64Forms(bytes)].map((form) => Buffer.from(form, "latin1")),
    ];
  });
  return ready(found);
}

/**
 * User name and password as Basic authentication sends them. Only in base64: the pair in clear
 * would hide a user name that is no secret. Pure.
 */
export function pairNeedles(username: string, password: string): Uint8Array[] {
  if (password === "") return [];
  const pair = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
  const forms = [pair, trimmed(pair)].flatMap(withUrl);
  return ready(forms.map((form) => Buffer.from(form, "latin1")));
}

/** In lower case and in every state of being decoded, each once; too short ones left out. */
function ready(needles: readonly Uint8Array[]): Uint8Array[] {
  const all = needles.flatMap(asDecoded).map(inLowerCase);
  const byText = new Map(all.map((needle) => [Buffer.from(needle).toString("latin1"), needle]));
  return [...byText.values()].filter(({ length }) => length >= shortestSearched);
}

/** Letters of ASCII in lower case: an echo in other letter case is found all the same. */
export function inLowerCase(bytes: Uint8Array): Uint8Array {
  // A loop over a table: `map` calls a function for each byte of a large answer.
  const lower = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) lower[at] = lowerCase[bytes[at] ?? 0] ?? 0;
  return lower;
}

const lowerCase = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** What of a needle is left where escapes were undone: it may itself look like some. */
function asDecoded(needle: Uint8Array): Uint8Array[] {
  const needles = [needle];
  for (let times = 0; times < mostDecodings; times += 1) {
    const next = decoded(needles.at(-1) ?? needle);
    if (next === null) break;
    needles.push(next.bytes);
  }
  return needles;
}

/** UTF-8 read as Latin-1, and the other way round: headers have no encoding that one could trust. */
function misread(text: string): string[] {
  return [Buffer.from(text, "utf8").toString("latin1"), Buffer.from(text, "latin1").toString()];
}

/** The secret, and without the blanks around it, which many services cut off. */
function asSent(secret: string): string[] {
  return [...new Set([secret, secret.trim()])].filter((text) => text.length >= shortestSearched);
}

/** ASCII is searched in any letter case; what is beyond has the two that it has. */
function withCase(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is meant
  return /[^\x00-\x7f]/.test(text) ? [text, text.toUpperCase(), text.toLowerCase()] : [text];
}

function hexForms(bytes: Buffer): string[] {
  const pairs = bytes.toString("hex").match(/../g) ?? [];
  return ["", " ", ":", "-"].map((between) => pairs.join(between));
}

/**
 * Base64 writes three bytes as four characters, so a secret inside a longer text has three
 * spellings: characters that its neighbours have a part in are left out. And the secret on its own,
 * whole, trimmed, and without its first one and two characters, as people cut it to get round a
 * mask (the forms that GitHub's runner hides).
 */
function base64Forms(bytes: Buffer): string[] {
  const forms = [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const from = Math.ceil((shift * 8) / 6);
    const inner = shifted.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
    const dropped = bytes.subarray(shift).toString("base64");
    return [inner, dropped, trimmed(dropped)];
  });
  return forms.flatMap(withUrl);
}

/** Without padding, and without a last character that stands for less than six bits. */
function trimmed(encoded: string): string {
  const bare = encoded.replace(/=+$/, "");
  return bare.length % 4 === 0 ? bare : bare.slice(0, -1);
}

function withUrl(form: string): string[] {
  return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
}
