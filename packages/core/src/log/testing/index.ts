export { asVersion1, type RunState1 } from "./state-1.ts";
