import { createHash, hkdfSync } from "node:crypto";

/** Master keys by id. New values are sealed under the current one. */
export interface Keyring {
  readonly current: { readonly id: string; readonly key: Buffer };
  readonly ids: readonly string[];
  /** null: this process does not have the key. */
  find(id: string): Buffer | null;
  /** A key for another purpose ("sessions"), the same in every process of the installation. */
  derive(purpose: string): string;
}

/** A master key that cannot be used; the message says what to do and never holds the key. */
export class KeyRefusal extends Error {
  override name = "KeyRefusal";
}

/**
 * Reads master keys from a text: one or several (comma or line), 32 bytes each, as
 * 64 hex digits or base64. The first seals; the others only open. Throws KeyRefusal.
 */
export function parseKeyring(text: string, source: string): Keyring {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => parseKey(part, source));
  const first = keys[0];
  if (first === undefined) throw new KeyRefusal(`${source} holds no key. ${HOW}`);
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  return {
    current: { id: keyIdOf(first), key: first },
    ids: [...byId.keys()],
    find: (id) => byId.get(id) ?? null,
    derive: (purpose) =>
      Buffer.from(hkdfSync("sha256", first, "callbook", purpose, 32)).toString("base64url"),
  };
}

const HOW = "It must be 32 random bytes as 64 hex digits or as base64.";

function parseKey(part: string, source: string): Buffer {
  const key = /^[0-9a-fA-F]{64}$/.test(part)
    ? Buffer.from(part, "hex")
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(part)
      ? Buffer.from(part, "base64")
      : null;
  if (key === null || key.length !== 32) throw new KeyRefusal(`${source} is not a key. ${HOW}`);
  return key;
}

/** The id follows from the key, so the same key has the same id wherever it is kept. */
function keyIdOf(key: Buffer): string {
  return `k${createHash("sha256").update("callbook key id\0").update(key).digest("hex").slice(0, 12)}`;
}
