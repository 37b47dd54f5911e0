/** The typed value of a text that somebody wrote as one side of a comparison. */
import { type Json, type JsonNumber, MOST_DIGITS, numberFrom } from "../json/index.ts";

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.\d*|\.\d+)$/;

/**
 * `None` is null, `True` and `False` are booleans, integer and decimal text
 * are numbers, everything else is text; two quotes with nothing between mean
 * the empty text. Numbers keep their digits. Pure.
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

/** The number that a text is exactly; null: it is none, or longer than any that is kept. Pure. */
export function numberOf(text: string): JsonNumber | null {
  const isNumeral = (INTEGER.test(text) || DECIMAL.test(text)) && text.length <= MOST_DIGITS;
  return isNumeral ? numberFrom(text) : null;
}
