export { commandCancelTest } from "./cancel-test.ts";
export { executeForRun } from "./execute.ts";
export { maskerForArrival } from "./masker-for.ts";
export { runnerOf } from "./runner-of.ts";
export { commandTest } from "./test.ts";
export type { TestResult } from "./views.ts";
