/**
 * A number that a double cannot hold, kept as the digits that were written. It stands in a JSON value
 * wherever a number may: `JSON.stringify` writes it as the number it is, `String` gives its digits.
 */
export class ExactNumber {
  /** As JSON writes a number: "7615917337495251231", "1e400". */
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
    Object.freeze(this);
  }

  /** What `JSON.stringify` writes instead of an object. */
  toJSON(): unknown {
    return rawJson?.(this.digits) ?? this.digits;
  }

  toString(): string {
    return this.digits;
  }
}

/** A number of a JSON value, in either of its two forms. */
export type JsonNumber = number | ExactNumber;

/** Whether a value is a number, in either of its forms. Pure. */
export function isNumber(value: unknown): value is JsonNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** Writes a text into JSON as it is; a browser that lacks it only shows, and shows the digits as a text. */
const { rawJSON: rawJson } = JSON as { rawJSON?: (text: string) => unknown };

/**
 * The number that digits spell (as JSON writes it, or with a sign or point at either end): a double
 * where that is written with the same digits again, else what was written. Pure.
 */
export function numberFrom(digits: string): JsonNumber {
  const double = Number(digits);
  return isHeld(digits, double) ? double : new ExactNumber(asJson(digits));
}

function isHeld(digits: string, double: number): boolean {
  if (String(double) === digits) return true;
  // "0x10" is a number to JavaScript alone.
  if (!PARTS.test(digits)) return true;
  // Far beyond 2^53 a double is written with an exponent, which no id is.
  if (!Number.isFinite(double) || (INTEGER.test(digits) && Math.abs(double) >= 1e21)) return false;
  return orderOfDecimals(decimalOf(digits), decimalOf(String(double))) === 0;
}

const INTEGER = /^[+-]?\d+$/;

/** "+5", ".5" and "5." are no JSON. */
function asJson(digits: string): string {
  const [, minus = "", whole = "", fraction = "", exponent = ""] = PARTS.exec(digits) ?? [];
  const integer = whole.replace(/^0+(?=\d)/, "") || "0";
  return `${minus === "-" ? "-" : ""}${integer}${fraction === "" ? "" : `.${fraction}`}${exponent}`;
}

const PARTS = /^([+-]?)(\d*)\.?(\d*)((?:[eE][+-]?\d+)?)$/;

/** Sign, digits without zeros at either end, and the power of ten before the first of them. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly power: number;
}

function decimalOf(text: string): Decimal {
  const [, sign, whole = "", fraction = "", exponent = ""] = PARTS.exec(text) ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return { sign: 0, digits: "", power: 0 };
  let end = all.length;
  while (all.charCodeAt(end - 1) === ZERO) end -= 1;
  const power = whole.length - first + Number(exponent.slice(1) || 0);
  return { sign: sign === "-" ? -1 : 1, digits: all.slice(first, end), power };
}

const ZERO = 0x30;

function orderOfDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  if (left.sign !== right.sign) return left.sign < right.sign ? -1 : 1;
  const greater = left.sign < 0 ? -1 : 1;
  if (left.power !== right.power) return left.power > right.power ? greater : opposite(greater);
  if (left.digits === right.digits) return 0;
  // Digits after one point are ordered as texts are.
  return left.digits > right.digits ? greater : opposite(greater);
}

function opposite(order: -1 | 1): -1 | 1 {
  return order === 1 ? -1 : 1;
}

/** -1, 0 or 1 as the first is less than, equal to or more than the second. Pure. */
export function compareNumbers(left: JsonNumber, right: JsonNumber): -1 | 0 | 1 {
  if (typeof left === "number" && typeof right === "number") {
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }
  return orderOfDecimals(decimalOf(String(left)), decimalOf(String(right)));
}

/** One text for all spellings of a number. Pure. */
export function canonicalNumber(value: JsonNumber): string {
  if (typeof value === "number") return JSON.stringify(value);
  const { sign, digits, power } = decimalOf(value.digits);
  // What a double holds is spelled as the double is, so that equal numbers have one text.
  const double = Number(value.digits);
  if (Number.isFinite(double) && compareNumbers(value, double) === 0) return JSON.stringify(double);
  return `${sign < 0 ? "-" : ""}0.${digits}e${power}`;
}

/** Digits that a number may have when it is written out without an exponent; PostgreSQL keeps no more than some. */
export const MOST_DIGITS = 10_000;

/** Whether a number, as JSON writes it, would be longer than may be kept. Pure. */
export function isTooLong(digits: string): boolean {
  if (digits.length < 5) return false;
  const exponent = /[eE]([+-]?\d+)$/.exec(digits)?.[1] ?? "0";
  return digits.length + Math.abs(Number(exponent)) > MOST_DIGITS;
}
