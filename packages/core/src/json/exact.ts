import { endOfString } from "./excess.ts";
import type { Json, JsonObject } from "./json.ts";
import { isTooLong, numberFrom } from "./number.ts";

/**
 * `JSON.parse` for values: a number that a double cannot hold comes as an ExactNumber. Throws as it
 * does. What is not of third parties or of people (ids, states, our own settings) needs none of it.
 */
export function parseExactly(text: string, { holdsExact } = scanNumbers(text)): Json {
  // Whoever parses by himself need not look for faults any more.
  const rounded: Json = JSON.parse(text);
  return holdsExact ? new Reader(text).read() : rounded;
}

export interface NumbersIn {
  /** False: each is held by a double. True may also come of digits in a text. */
  readonly holdsExact: boolean;
  /** Where one stands that is longer than may be kept; null: nowhere. */
  readonly tooLongAt: number | null;
}

/**
 * Many digits, or an exponent, where JSON has a number. Also finds such in texts: looking past all texts
 * takes longer than parsing.
 */
const LONG = /(?<=^|[\s[,:])-?\d(?:[\d.]{15}|[\d.]*[eE])[\d.eE+-]*/g;

/** Looks at the numbers of a JSON text before it is parsed. Pure. */
export function scanNumbers(text: string): NumbersIn {
  let holdsExact = false;
  for (const { 0: digits, index } of text.matchAll(LONG)) {
    if (isTooLong(digits) && !isInText(text, index)) return { holdsExact, tooLongAt: index };
    holdsExact ||= typeof numberFrom(digits) !== "number";
  }
  return { holdsExact, tooLongAt: null };
}

function isInText(text: string, place: number): boolean {
  for (let at = text.indexOf('"'); at >= 0 && at < place; at = text.indexOf('"', at + 1)) {
    at = endOfString(text, at);
    if (at > place) return true;
  }
  return false;
}

/** Reads JSON that `JSON.parse` has found to be JSON; its reviver takes five times as long. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Json {
    this.#space();
    switch (this.#text.charCodeAt(this.#at)) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
        return this.#object();
      case OPEN_LIST:
        return this.#list();
      case T:
        this.#at += "true".length;
        return true;
      case F:
        this.#at += "false".length;
        return false;
      case N:
        this.#at += "null".length;
        return null;
      default:
        return this.#number();
    }
  }

  #object(): JsonObject {
    const object: JsonObject = {};
    while (this.#goesOn(CLOSE_OBJECT)) {
      const key = this.#string();
      this.#space();
      this.#at += 1;
      const value = this.read();
      if (key === "__proto__")
        Object.defineProperty(object, key, { value, enumerable: true, ...CHANGEABLE });
      else object[key] = value;
    }
    return object;
  }

  #list(): Json[] {
    const list: Json[] = [];
    while (this.#goesOn(CLOSE_LIST)) list.push(this.read());
    return list;
  }

  /** Past the opening bracket or a comma; false: past the closing one. */
  #goesOn(close: number): boolean {
    this.#space();
    const code = this.#text.charCodeAt(this.#at);
    this.#at += 1;
    if (code === close) return false;
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== close) return true;
    this.#at += 1;
    return false;
  }

  #string(): string {
    const from = this.#at;
    this.#at = endOfString(this.#text, from) + 1;
    const inside = this.#text.slice(from + 1, this.#at - 1);
    return inside.includes("\\") ? String(JSON.parse(this.#text.slice(from, this.#at))) : inside;
  }

  #number(): Json {
    const from = this.#at;
    while (isOfNumber(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return numberFrom(this.#text.slice(from, this.#at));
  }

  #space(): void {
    while (this.#text.charCodeAt(this.#at) <= SPACE) this.#at += 1;
  }
}

const CHANGEABLE = { writable: true, configurable: true } as const;

/** Digits, signs, the point and the letter of an exponent; no bracket, comma or space. NaN: the end. */
function isOfNumber(code: number): boolean {
  return code > COMMA ? code <= NINE || code === 0x45 || code === 0x65 : code === PLUS;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const T = 0x74;
const F = 0x66;
const N = 0x6e;
