import { ExactNumber } from "@callbook/core/json";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, isJsonType } from "./decode-text.ts";
import { readJson } from "./read-json.ts";

describe("JSON of a third party", () => {
  it.each([
    [
      "a 20-digit id",
      '{"id":12345678901234567890}',
      { id: new ExactNumber("12345678901234567890") },
    ],
    ["a negative long id", "[-9007199254740993]", [new ExactNumber("-9007199254740993")]],
    ["the largest exact integer", "[9007199254740991]", [9007199254740991]],
    [
      "a number beyond range",
      "[1e400, -1E999, 2.5e3]",
      [new ExactNumber("1e400"), new ExactNumber("-1E999"), 2500],
    ],
    ["a long fraction", "[0.1234567890123456789]", [new ExactNumber("0.1234567890123456789")]],
    ["long digits in a string", '["12345678901234567890"]', ["12345678901234567890"]],
    ["NUL", '{"a\\u0000b":"x\\u0000"}', { "a\ufffdb": "x\ufffd" }],
    ["a lone surrogate", '["\\ud800", "\\udc00x", "\\ud83d\\ude00"]', ["\ufffd", "\ufffdx", "😀"]],
    ["duplicate keys", '{"a":1,"a":2}', { a: 2 }],
  ])("%s", (_name, text, value) => {
    expect(readJson(text)).toMatchObject({ ok: true, value });
  });

  it("says what it changed, once", () => {
    const read = readJson('["\\u0000", "\\u0000", 12345678901234567890]');
    expect(read).toMatchObject({ ok: true, notes: [expect.any(String)] });
    expect(readJson('{"a":[1,2.5,"x"]}')).toMatchObject({ ok: true, notes: [] });
  });

  it("a key __proto__ stays a key and changes no prototype", () => {
    const read = readJson('{"__proto__":{"admin":true},"id":12345678901234567890}');
    if (!read.ok || typeof read.value !== "object" || read.value === null)
      throw new Error("no object");
    expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
    expect(Object.keys(read.value)).toEqual(["__proto__", "id"]);
    expect("admin" in read.value).toBe(false);
  });

  it("a depth of 100,000 and more than 100,000 keys in one object are refused with the reason", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(readJson(deep)).toEqual({
      ok: false,
      message: "line 1, column 257: nested deeper than 256 levels",
    });
    const wide = `{${Array.from({ length: 100_001 }, (_, n) => `"k${n}":1`).join(",")}}`;
    expect(readJson(wide)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^line 1, column \d+: more than 100000 keys in one object$/),
    });
    expect(readJson(`[${"1,".repeat(300_000)}1]`).ok).toBe(true);
    const row = {
      id: 1,
      name: "host",
      tags: ["a", "b"],
      seen: { first: "2026-01-01", last: null },
    };
    const real = JSON.stringify(Array.from({ length: 90_000 }, () => row));
    expect(real.length).toBeGreaterThan(6_000_000);
    expect(readJson(real).ok).toBe(true);
  });

  it("what does not parse is told with line and column", () => {
    expect(readJson('{"status": "ok",\n "items": [1, 2,')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^line 2, column \d+: /),
    });
  });

  it("any JSON comes back as JSON.parse gives it, as long as nothing is lost", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const read = readJson(text);
        if (!read.ok) throw new Error(read.message);
        if (read.notes.length === 0) expect(read.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readJson(text)));
  });
});

describe("text of a third party", () => {
  const shiftJis = Buffer.from([0x93, 0xfa, 0x96, 0x7b]);
  it.each([
    ["UTF-8 without a charset", Buffer.from("grün"), "text/plain", "grün"],
    ["nothing declared", Buffer.from("plain"), "", "plain"],
    ["a byte order mark of UTF-8", Buffer.from("\ufeffx"), "text/plain", "x"],
    [
      "a byte order mark of UTF-16",
      Buffer.from("\ufeffgrün", "utf16le"),
      "text/plain; charset=utf-8",
      "grün",
    ],
    ["Latin-1", Buffer.from("grün", "latin1"), "text/html; charset=ISO-8859-1", "grün"],
    ["Shift-JIS", shiftJis, 'text/plain; charset="Shift_JIS"', "日本"],
  ])("%s", (_name, bytes, type, text) => {
    expect(decodeText(bytes, type)).toMatchObject({ ok: true, text });
  });

  it.each([
    ["utf-7", Buffer.from("+AGE-"), "text/html; charset=utf-7", "utf-7"],
    ["invalid UTF-8", Buffer.from([0x61, 0xff, 0x62]), "text/plain", "utf-8"],
    ["Shift-JIS that does not say so", shiftJis, "text/plain", "utf-8"],
    ["binary as text", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]), "text/plain", "utf-8"],
    ["binary", Buffer.from([0x01, 0x00, 0x02]), "application/octet-stream", "octet-stream"],
  ])("%s is not text, and the reason is said", (_name, bytes, type, reason) => {
    expect(decodeText(bytes, type)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(new RegExp(`^not text.*${reason}`)),
    });
  });

  it.each([
    ["application/json", true],
    ["application/json; charset=utf-8", true],
    ["application/problem+json", true],
    ["text/json", true],
    ["text/html", false],
    ["application/jsonp", false],
    ["", false],
  ])("%s declares JSON: %s", (type, expected) => {
    expect(isJsonType(type)).toBe(expected);
  });
});
