export { canonicalJson, equalJson, fingerprint } from "./compare.ts";
export { parseExactly } from "./exact.ts";
export {
  type Excess,
  endOfString,
  excessText,
  findExcess,
  isDeeperThan,
  MOST_JSON_DEPTH,
  MOST_JSON_MEMBERS,
  MOST_JSON_VALUES,
} from "./excess.ts";
export { Growth, joinWithin, jsonLength, MOST_FILLED, MOST_HANDED_ON } from "./growth.ts";
export {
  assertNever,
  type Brand,
  isContainer,
  isForbiddenKey,
  isJsonObject,
  type Json,
  type JsonObject,
  member,
  own,
} from "./json.ts";
export { findUnfit, type Unfit, utf8Length } from "./measure.ts";
export {
  canonicalNumber,
  compareNumbers,
  ExactNumber,
  isNumber,
  type JsonNumber,
  MOST_DIGITS,
  numberFrom,
} from "./number.ts";
export { type ParsedJson, parseJson } from "./parse.ts";
export { plainJson } from "./plain.ts";
