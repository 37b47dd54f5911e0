export { settingRunLog } from "./run-log.ts";
export { settingSetDaysToKeep } from "./set-days-to-keep.ts";
export type { RunLogSettings } from "./views.ts";
