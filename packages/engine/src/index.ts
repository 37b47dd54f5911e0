export { BOUNDARIES, type Boundary, type BoundaryHook } from "./boundary.ts";
export { CALLBACK_BODY_LIMIT_BYTES } from "./callback/payload.ts";
export type { CallbackReply, InboundCallback } from "./callback/receive.ts";
export { Engine, type EngineOptions, type EngineTiming } from "./engine.ts";
export { EVENT_LIMIT_BYTES } from "./journal/append.ts";
export { FAN_OUT_LIMIT } from "./performer/start-action.ts";
export * from "./ports.ts";
export type { CalledCallback } from "./read/arguments.ts";
export { readCallbackArguments, resolveArguments } from "./read/arguments.ts";
export type { RunsChanged } from "./read/changes.ts";
export {
  type LoadedActionRun,
  readActions,
  readBody,
  readExecutionRows,
} from "./read/executions.ts";
export {
  type LogLine,
  type RunSummary,
  readEvents,
  readLogLines,
  readRun,
  readWaits,
  type WaitView,
} from "./read/log.ts";
export type { RunEnd } from "./read/run-end.ts";
export { EngineStopping, type StartedRun, type StartRequest } from "./run/start.ts";
export { migrateShell } from "./shell/dbos-shell.ts";
export type { OpenShell, Shell } from "./shell/shell.ts";
