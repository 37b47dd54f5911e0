import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, equalJson } from "./compare.ts";
import { parseExactly } from "./exact.ts";
import { findUnfit } from "./measure.ts";
import { compareNumbers, ExactNumber, numberFrom } from "./number.ts";
import { parseJson } from "./parse.ts";

describe("A number keeps every digit", () => {
  it.each([
    "7615917337495251231",
    "-9007199254740993",
    "1000000000000000000000",
    "1e400",
    "-1.5E-400",
    "0.1234567890123456789",
    "3.14159265358979323846e+2",
  ])("%s is written as it was read", (digits) => {
    const text = `{"a":[${digits},"${digits}"],"${digits}":1}`;
    const parsed = parseJson(text);
    expect(parsed).toMatchObject({ ok: true, value: { a: [new ExactNumber(digits), digits] } });
    expect(parsed.ok && JSON.stringify(parsed.value)).toBe(text);
  });

  it.each(["0", "-1", "9007199254740991", "0.1", "1.50", "1e3", "12345678901234567000", "1e21"])(
    "%s is a plain number",
    (digits) => {
      expect(parseExactly(digits)).toBe(Number(digits));
    },
  );

  it("a double that was written is read as that double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        expect(parseExactly(JSON.stringify(double))).toBe(double === 0 ? 0 : double);
      }),
    );
  });

  it("beside one of many digits everything else is what JSON.parse makes of it", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, spaces) => {
        const text = JSON.stringify(
          JSON.parse(`[${json},{"__proto__":[],"\\u0061":{}}]`),
          null,
          spaces,
        );
        const exactly = parseExactly(`[ ${text} , 7615917337495251231]`);
        expect(exactly).toEqual([JSON.parse(text), new ExactNumber("7615917337495251231")]);
        expect(JSON.stringify(exactly)).toBe(
          `[${JSON.stringify(JSON.parse(text))},7615917337495251231]`,
        );
      }),
    );
    expect(() => parseExactly("[7615917337495251231,]")).toThrow(SyntaxError);
  });

  it("digits in a text are a text, however many", () => {
    const text = '{" 1e99999 ":"id: 7615917337495251231, 1e99999, \\" 1e99999"}';
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it("any integer is written with the digits it was read with", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (integer) => {
        expect(JSON.stringify(parseExactly(`[${integer}]`))).toBe(`[${integer}]`);
      }),
    );
  });

  it("what is longer than can be kept is refused where it stands", () => {
    for (const number of ["1e10000", "1e-99999999999999999999", "7".repeat(10_001)])
      expect(parseJson(`{"a": ${number}}`)).toEqual({
        ok: false,
        line: 1,
        column: 7,
        message: "a number of more than 10,000 digits",
      });
  });
});

describe("Numbers of many digits are compared as numbers", () => {
  it("by value, however they are spelled", () => {
    expect(equalJson(new ExactNumber("1e400"), new ExactNumber("10.0e399"))).toBe(true);
    expect(canonicalJson(new ExactNumber("1e400"))).toBe(canonicalJson(new ExactNumber("10E399")));
    expect(equalJson([numberFrom("1000000000000000000000")], [1e21])).toBe(true);
    expect(equalJson(numberFrom("9007199254740993"), numberFrom("9007199254740992"))).toBe(false);
  });

  it("as big integers are", () => {
    const integers = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
    fc.assert(
      fc.property(integers, integers, (one, other) => {
        const order = compareNumbers(numberFrom(String(one)), numberFrom(String(other)));
        expect(order).toBe(one === other ? 0 : one < other ? -1 : 1);
      }),
    );
  });

  it.each([
    ["-1e400", "5", -1],
    ["1e-400", "0", 1],
    ["-1e-400", "0", -1],
    ["1e400", "9e399", 1],
    ["-2e400", "-1e400", -1],
    ["0.12345678901234567891", "0.1234567890123456789", 1],
  ] as const)("%s against %s", (left, right, order) => {
    expect(compareNumbers(numberFrom(left), numberFrom(right))).toBe(order);
  });
});

it("A document holds no number that it would round", () => {
  expect(findUnfit({ a: new ExactNumber("1e400") }, 64)).toMatchObject({ path: ["a"] });
});
