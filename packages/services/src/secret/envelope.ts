/**
 * Sealing of one secret value: AES-256-GCM with a data key of its own, which is
 * wrapped by a master key. Text form: v1.<keyId>.<wrapped data key>.<iv>.<tag>.<ciphertext>,
 * base64url. Table, row, field and version are bound in, so that a value that is
 * moved elsewhere does not open (NIST SP 800-38D).
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Keyring } from "./keyring.ts";

/** Where a sealed value lives. */
export interface SealedPlace {
  readonly table: string;
  readonly row: string;
  readonly field: string;
}

/** A sealed value does not open: it was moved, changed, or its key is not there. Never says which bytes. */
export class SealBroken extends Error {
  override name = "SealBroken";
}

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Seals a text under the keyring's current key, with a fresh data key and nonces. */
export function seal(plaintext: string, place: SealedPlace, keyring: Keyring): string {
  const { id, key } = keyring.current;
  const dataKey = randomBytes(KEY_BYTES);
  const bound = boundData(place, id);
  const wrapped = encrypt(dataKey, key, Buffer.concat([Buffer.from("data key\0"), bound]));
  const value = encrypt(Buffer.from(plaintext, "utf8"), dataKey, bound);
  dataKey.fill(0);
  return [
    VERSION,
    id,
    encode(Buffer.concat([wrapped.iv, wrapped.tag, wrapped.text])),
    encode(value.iv),
    encode(value.tag),
    encode(value.text),
  ].join(".");
}

/** Opens a sealed text. Throws SealBroken, and gives nothing before everything is verified. */
export function unseal(sealed: string, place: SealedPlace, keyring: Keyring): string {
  const [version, keyId, wrapped, iv, tag, text, ...rest] = sealed.split(".");
  if (version !== VERSION || keyId === undefined || rest.length > 0) throw new SealBroken("form");
  if (wrapped === undefined || iv === undefined || tag === undefined || text === undefined)
    throw new SealBroken("form");
  const key = keyring.find(keyId);
  if (key === null) throw new SealBroken(`the master key ${keyId} is not there`);
  const bound = boundData(place, keyId);
  const dataKey = unwrap(decode(wrapped), key, bound);
  try {
    return decrypt(decode(iv), decode(tag), decode(text), dataKey, bound).toString("utf8");
  } finally {
    dataKey.fill(0);
  }
}

function unwrap(wrapped: Buffer, key: Buffer, bound: Buffer): Buffer {
  if (wrapped.length !== IV_BYTES + TAG_BYTES + KEY_BYTES) throw new SealBroken("data key");
  return decrypt(
    wrapped.subarray(0, IV_BYTES),
    wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    wrapped.subarray(IV_BYTES + TAG_BYTES),
    key,
    Buffer.concat([Buffer.from("data key\0"), bound]),
  );
}

/** Lengths stand before the parts, so that no two places give the same bytes. */
function boundData(place: SealedPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, place.table, place.row, place.field]), "utf8");
}

function encrypt(
  plain: Buffer,
  key: Buffer,
  bound: Buffer,
): { iv: Buffer; tag: Buffer; text: Buffer } {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), text };
}

function decrypt(iv: Buffer, tag: Buffer, text: Buffer, key: Buffer, bound: Buffer): Buffer {
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) throw new SealBroken("form");
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(tag);
  try {
    // update() gives bytes that are not verified yet; they are used only once final() agrees.
    const parts = [decipher.update(text), decipher.final()];
    return Buffer.concat(parts);
  } catch {
    throw new SealBroken("not authentic");
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64url");
}

/** Strict: a text that is not exactly what encode() gives is refused. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new SealBroken("form");
  return bytes;
}
