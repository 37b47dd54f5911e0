/**
 * The three pieces of the web platform that Node and every browser have alike. core is compiled
 * without the types of either, hence these declarations.
 */

/** A URL as the WHATWG parser reads it; all parts are normalised. */
export interface ParsedUrl {
  readonly href: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  hash: string;
}

declare const URL: new (url: string) => ParsedUrl;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const btoa: (latin1: string) => string;

/** Parses a complete URL; null when it is not valid. Pure. */
export function parseUrl(text: string): ParsedUrl | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Base64 of a text's UTF-8 bytes. Pure. */
export function base64OfText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let latin1 = "";
  for (const byte of bytes) latin1 += String.fromCharCode(byte);
  return btoa(latin1);
}
