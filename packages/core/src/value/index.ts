export { type TypedValue, typedValue } from "./typed-value.ts";
export {
  bareDatapath,
  shownDatapath,
  type WholeReading,
  type WholeText,
  type WholeValue,
  wholeText,
  wholeValue,
} from "./whole-value.ts";
