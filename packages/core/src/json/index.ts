export { canonicalJson, equalJson, fingerprint } from "./compare.ts";
export {
  assertNever,
  type Brand,
  isForbiddenKey,
  isJsonObject,
  type Json,
  type JsonObject,
  member,
} from "./json.ts";
export { findUnfit, type Unfit, utf8Length } from "./measure.ts";
export { type ParsedJson, parseJson } from "./parse.ts";
