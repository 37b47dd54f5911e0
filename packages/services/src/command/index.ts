export { commandCancelTest } from "./cancel-test.ts";
export { executeForRun, runnerOf } from "./execute.ts";
export { commandTest } from "./test.ts";
export type { TestResult } from "./views.ts";
