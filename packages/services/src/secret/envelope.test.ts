import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SealBroken, seal, unseal } from "./envelope.ts";
import { KeyRefusal, parseKeyring } from "./keyring.ts";

const keyring = parseKeyring("11".repeat(32), "the test's key");
const other = parseKeyring("22".repeat(32), "the test's other key");
const place = { table: "connection_secret", row: "r1", field: "password" };

describe("a sealed secret", () => {
  it("33: has the form v1.<keyId>.<wrapped data key>.<iv>.<tag>.<ciphertext> and shows nothing of the value", () => {
    const sealed = seal("S3CR3T-9f2c", place, keyring);
    const parts = sealed.split(".");
    expect(parts).toHaveLength(6);
    expect(parts.slice(0, 2)).toEqual(["v1", keyring.current.id]);
    expect(Buffer.from(parts[2] ?? "", "base64url")).toHaveLength(12 + 16 + 32);
    expect(Buffer.from(parts[3] ?? "", "base64url")).toHaveLength(12);
    expect(Buffer.from(parts[4] ?? "", "base64url")).toHaveLength(16);
    expect(sealed).not.toContain("S3CR3T");
  });

  it("33: has a fresh data key and nonce each time", () => {
    const [first, second] = [seal("same", place, keyring), seal("same", place, keyring)];
    const parts = (text: string) => text.split(".").slice(2);
    for (const [index, part] of parts(first).entries()) expect(part).not.toBe(parts(second)[index]);
  });

  it("opens to what was sealed, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const clean = text.toWellFormed();
        expect(unseal(seal(clean, place, keyring), place, keyring)).toBe(clean);
      }),
    );
  });

  it.each([
    ["another table", { ...place, table: "account" }],
    ["another row", { ...place, row: "r2" }],
    ["another field", { ...place, field: "bearer_token" }],
    [
      "a place whose parts run together the same",
      { table: "connection_secret", row: 'r1","pass', field: "word" },
    ],
  ])("34: does not open when it is moved to %s", (_what, elsewhere) => {
    const sealed = seal("value", place, keyring);
    expect(() => unseal(sealed, elsewhere, keyring)).toThrow(SealBroken);
  });

  it("35: does not open when any one character of it is changed", () => {
    const sealed = seal("value", place, keyring);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (let at = 0; at < sealed.length; at++) {
      const old = sealed[at] ?? "";
      const changed = alphabet[(alphabet.indexOf(old) + 1) % 64] ?? "A";
      const broken = sealed.slice(0, at) + changed + sealed.slice(at + 1);
      expect(() => unseal(broken, place, keyring), `character ${at}`).toThrow(SealBroken);
    }
  });

  it("35: does not open with a tag cut to 4 bytes", () => {
    const parts = seal("value", place, keyring).split(".");
    parts[4] = Buffer.from(parts[4] ?? "", "base64url")
      .subarray(0, 4)
      .toString("base64url");
    expect(() => unseal(parts.join("."), place, keyring)).toThrow(SealBroken);
  });

  it("does not open under another master key, and says only which key is missing", () => {
    const sealed = seal("value", place, keyring);
    expect(() => unseal(sealed, place, other)).toThrow(
      `the master key ${keyring.current.id} is not there`,
    );
  });

  it("opens under an older key of a ring whose first key is new", () => {
    const ring = parseKeyring(`${"22".repeat(32)},${"11".repeat(32)}`, "both");
    expect(unseal(seal("value", place, keyring), place, ring)).toBe("value");
    expect(seal("value", place, ring).split(".")[1]).toBe(other.current.id);
  });
});

describe("a master key", () => {
  it.each(["", "short", "11".repeat(31), "zz".repeat(32)])(
    "is refused when it is %j, without being shown",
    (text) => {
      expect(() => parseKeyring(text, "CALLBOOK_MASTER_KEY")).toThrow(KeyRefusal);
      expect(() => parseKeyring(text, "CALLBOOK_MASTER_KEY")).toThrow(
        /^CALLBOOK_MASTER_KEY (is not a key|holds no key)\. It must be 32/,
      );
    },
  );

  it("has the same id as hex and as base64", () => {
    const hex = "ab".repeat(32);
    const base64 = Buffer.from(hex, "hex").toString("base64");
    expect(parseKeyring(base64, "x").current.id).toBe(parseKeyring(hex, "x").current.id);
  });
});
