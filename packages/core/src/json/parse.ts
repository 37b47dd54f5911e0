import { parseExactly, scanNumbers } from "./exact.ts";
import { excessText, findExcess } from "./excess.ts";
import type { Json } from "./json.ts";
import { MOST_DIGITS } from "./number.ts";

/** Line and column count from 1; a column is a UTF-16 unit. */
export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly line: number;
      readonly column: number;
      /** What was expected there: "expected a value", without the position. */
      readonly message: string;
    };

/**
 * Parses JSON text (RFC 8259); an error tells line and column, the same in every browser. What goes
 * beyond the limits of JSON from outside is an error too. Numbers keep their digits.
 */
export function parseJson(text: string): ParsedJson {
  const excess = findExcess(text);
  if (excess !== null) return failedAt(text, { at: excess.at, message: excessText(excess) });
  const numbers = scanNumbers(text);
  if (numbers.tooLongAt !== null) {
    const message = `a number of more than ${MOST_DIGITS.toLocaleString("en")} digits`;
    return failedAt(text, { at: numbers.tooLongAt, message });
  }
  try {
    return { ok: true, value: parseExactly(text, numbers) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    return failedAt(text, findFault(text));
  }
}

function failedAt(text: string, { at, message }: Fault): ParsedJson {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return { ok: false, line, column: at - before.lastIndexOf("\n"), message };
}

interface Fault {
  readonly at: number;
  readonly message: string;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

type Expecting = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

/** Finds where a text that JSON.parse refused stops being JSON. Iterative: depth is no danger. */
function findFault(text: string): Fault {
  if (text.startsWith("\uFEFF")) {
    return { at: 0, message: "the text starts with a byte order mark, remove it" };
  }
  const open: ("[" | "{")[] = [];
  let expecting: Expecting = "value";
  let at = 0;
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    match(SPACE);
    const char = text[at];
    if (expecting === "comma or end" && open.length === 0) return afterTheEnd(char, at);
    if (char === undefined) return { at, message: `the text ends, expected ${words(expecting)}` };
    const next = step(expecting, char, open);
    if (next === "scalar") {
      if (!match(char === '"' ? STRING : SCALAR)) return badScalar(char, at);
      expecting = expecting.startsWith("key") ? "colon" : "comma or end";
    } else if (next === null) {
      return { at, message: `expected ${words(expecting)}` };
    } else {
      at += 1;
      expecting = next;
    }
  }
}

function afterTheEnd(char: string | undefined, at: number): Fault {
  return char === undefined
    ? { at, message: "the value is nested too deeply" }
    : { at, message: "there is more text after the end of the value" };
}

function badScalar(char: string, at: number): Fault {
  return char === '"'
    ? { at, message: "the string is not closed or holds a character that must be escaped" }
    : { at, message: "expected a value (texts stand in double quotes)" };
}

/** The next state after a structural character; "scalar": a string, number or word starts here. */
function step(
  expecting: Expecting,
  char: string,
  open: ("[" | "{")[],
): Expecting | "scalar" | null {
  const inside = open.at(-1);
  switch (expecting) {
    case "value":
    case "value or ]":
      if (char === "[" || char === "{") {
        open.push(char);
        return char === "[" ? "value or ]" : "key or }";
      }
      return char === "]" && expecting === "value or ]" ? close(open) : "scalar";
    case "key":
    case "key or }":
      if (char === "}" && expecting === "key or }") return close(open);
      return char === '"' ? "scalar" : null;
    case "colon":
      return char === ":" ? "value" : null;
    case "comma or end":
      if (char === ",") return inside === "[" ? "value" : "key";
      return char === (inside === "[" ? "]" : "}") ? close(open) : null;
  }
}

function close(open: ("[" | "{")[]): Expecting {
  open.pop();
  return "comma or end";
}

function words(expecting: Expecting): string {
  switch (expecting) {
    case "value":
      return "a value";
    case "value or ]":
      return 'a value or "]"';
    case "key":
      return "a key in double quotes";
    case "key or }":
      return 'a key in double quotes or "}"';
    case "colon":
      return '":"';
    case "comma or end":
      return 'a "," or the end of the list or object';
  }
}
