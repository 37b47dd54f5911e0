import { isContainer } from "./json.ts";

/** Levels of nesting in JSON that comes from outside; whoever walks it by calling himself needs an end. */
export const MOST_JSON_DEPTH = 256;

/**
 * Values in JSON that comes from outside: each list, object and member is one. A list of a few bytes
 * costs as much as a long text, so that bytes alone are no limit.
 */
export const MOST_JSON_VALUES = 1_000_000;

/** Members of one object in it: one of many different keys costs ten times what a list does. */
export const MOST_JSON_MEMBERS = 100_000;

/** Which limit a JSON text goes beyond. */
export interface Excess {
  readonly what: "levels" | "values" | "members";
  readonly most: number;
  /** Where in the text it is reached. */
  readonly at: number;
}

/** Says it in words: "nested deeper than 256 levels". */
export function excessText({ what, most }: Pick<Excess, "what" | "most">): string {
  switch (what) {
    case "levels":
      return `nested deeper than ${most} levels`;
    case "values":
      return `more than ${most} values`;
    case "members":
      return `more than ${most} keys in one object`;
  }
}

/**
 * Looks for more levels, values or keys than may be read, in one pass over the text, before it is parsed:
 * JSON.parse takes a depth that later walks cannot, and what it makes of brackets costs twenty times
 * their bytes. null: it may be parsed. Pure.
 */
export function findExcess(
  text: string,
  levels = MOST_JSON_DEPTH,
  values = MOST_JSON_VALUES,
): Excess | null {
  let depth = 0;
  let count = 0;
  // By depth, commas of the object that is open there; below 0: it is a list.
  const members = new Int32Array(levels + 1);
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        count += 1;
        if (depth > levels) return { what: "levels", most: levels, at };
        members[depth] = text.charCodeAt(at) === OPEN_OBJECT ? 0 : -values - 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth = Math.max(0, depth - 1);
        break;
      case COMMA:
        count += 1;
        members[depth] = (members[depth] ?? 0) + 1;
        if ((members[depth] ?? 0) >= MOST_JSON_MEMBERS)
          return { what: "members", most: MOST_JSON_MEMBERS, at };
    }
    if (count > values) return { what: "values", most: values, at };
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The place of the quote that closes the string which opens at `from`. Pure. */
export function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    // An even number of backslashes are escaped themselves.
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

/** Whether a value that is no text any more is nested deeper than this. Walks with a list of its own. Pure. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: readonly object[] = isContainer(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => Object.values(one).filter(isContainer));
  }
  return false;
}
