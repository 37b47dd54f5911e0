import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, equalJson, fingerprint } from "./compare.ts";
import { findUnfit, utf8Length } from "./measure.ts";
import { parseJson } from "./parse.ts";

describe("A JSON text that does not parse is reported by line and column", () => {
  test.each([
    ["", 1, 1, "the text ends, expected a value"],
    ["{", 1, 2, 'the text ends, expected a key in double quotes or "}"'],
    ['{"a":1,}', 1, 8, "expected a key in double quotes"],
    ['{\n  "a": x\n}', 2, 8, "expected a value (texts stand in double quotes)"],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected a "," or the end of the list or object'],
    ["[1, 2", 1, 6, 'the text ends, expected a "," or the end of the list or object'],
    ["[1]]", 1, 4, "there is more text after the end of the value"],
    ["{'a':1}", 1, 2, 'expected a key in double quotes or "}"'],
    ["01", 1, 1, "expected a value (texts stand in double quotes)"],
    ['{"a" 1}', 1, 6, 'expected ":"'],
    ['["a\nb"]', 1, 2, "the string is not closed or holds a character that must be escaped"],
    ["\uFEFF{}", 1, 1, "the text starts with a byte order mark, remove it"],
  ])("%j fails at %i:%i", (text, line, column, message) => {
    expect(parseJson(text)).toEqual({ ok: false, line, column, message });
  });

  test("Every text that is cut or damaged is either JSON or has a position inside the text", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(200), fc.string({ maxLength: 2 }), (json, at, put) => {
        const text = json.slice(0, at) + put + json.slice(at + 1);
        const parsed = parseJson(text);
        if (parsed.ok) return;
        const lines = text.split("\n");
        expect(parsed.line).toBeLessThanOrEqual(lines.length);
        expect(parsed.column).toBeLessThanOrEqual((lines[parsed.line - 1]?.length ?? 0) + 1);
        expect(parsed.message).not.toBe("the value is nested too deeply");
      }),
    );
  });

  test("What JSON writes is read back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });
});

test("Two objects with the same members in another order are equal and have one fingerprint", () => {
  const left = { a: 1, b: [{ c: null, d: "x" }] };
  const right = { b: [{ d: "x", c: null }], a: 1 };
  expect(equalJson(left, right)).toBe(true);
  expect(fingerprint(left)).toBe(fingerprint(right));
  expect(canonicalJson(left)).toBe(canonicalJson(right));
});

test("A changed value is not equal and has another fingerprint", () => {
  const different: [unknown, unknown][] = [
    [{ a: 1 }, { a: 1, b: null }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    ["1", 1],
    [[], {}],
    [null, false],
  ];
  for (const [left, right] of different) {
    const l = JSON.parse(JSON.stringify(left));
    const r = JSON.parse(JSON.stringify(right));
    expect(equalJson(l, r)).toBe(false);
    expect(fingerprint(l)).not.toBe(fingerprint(r));
  }
});

test("The length in bytes is that of UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text, "utf8"));
    }),
  );
  expect(utf8Length("a\ud800b")).toBe(5);
});

describe("A value that cannot be kept is found with its path", () => {
  test("A key that reaches the prototype", () => {
    expect(findUnfit(JSON.parse('{"a":[{"__proto__":{"x":1}}]}'), 64)).toEqual({
      what: "key",
      key: "__proto__",
      path: ["a", "0", "__proto__"],
    });
    expect(findUnfit({ constructor: 1 }, 64)?.what).toBe("key");
  });

  test("Nesting of 100,000 levels", () => {
    const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    expect(findUnfit(deep, 64)?.what).toBe("depth");
  });

  test("What is no JSON", () => {
    expect(findUnfit({ a: undefined }, 64)).toEqual({
      what: "value",
      kind: "undefined",
      path: ["a"],
    });
    expect(findUnfit([Number.NaN], 64)?.what).toBe("value");
    expect(findUnfit({ at: new Date(0) }, 64)?.what).toBe("value");
    expect(findUnfit({ a: [1, "x", null, { b: true }] }, 64)).toBeNull();
  });
});
