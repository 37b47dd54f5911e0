/** The typed value of a text that somebody wrote as one side of a comparison. */
import type { Json } from "../json/index.ts";

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.\d*|\.\d+)$/;

/**
 * `None` is null, `True` and `False` are booleans, integer and decimal text
 * are numbers, everything else is text; two quotes with nothing between mean
 * the empty text. Integers that a number cannot hold exactly stay text. Pure.
 * Source: literal typing of Splunk SOAR's generated comparisons.
 */
export function literalValue(text: string): Json {
  switch (text) {
    case "None":
      return null;
    case "True":
      return true;
    case "False":
      return false;
    case '""':
    case "''":
      return "";
  }
  return numberOf(text) ?? text;
}

/** The number that a text is exactly; null: it is none, or it is an integer too long for one. Pure. */
export function numberOf(text: string): number | null {
  if (INTEGER.test(text)) {
    const integer = Number(text);
    return Number.isSafeInteger(integer) ? integer : null;
  }
  return DECIMAL.test(text) ? Number(text) : null;
}
