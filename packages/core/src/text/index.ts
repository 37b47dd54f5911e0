export { checkSeen, comparedName } from "./name.ts";
