export { BOUNDARIES, type Boundary, type BoundaryHook } from "./boundary.ts";
export { CALLBACK_BODY_LIMIT_BYTES } from "./callback/payload.ts";
export type { CallbackReply, InboundCallback } from "./callback/receive.ts";
export type { EngineClient } from "./client.ts";
export { Engine, type EngineOptions, type EngineRole, type EngineTiming } from "./engine.ts";
export {
  type EngineLog,
  type EnginePorts,
  type ExecuteRequest,
  type RunnableRevision,
  UnfitRevision,
} from "./ports.ts";
export { type CalledCallback, readCallbackArguments, resolveArguments } from "./read/arguments.ts";
export type { RunsChanged } from "./read/changes.ts";
export { executionRow, type LoadedActionRun, readActions, readBody } from "./read/executions.ts";
export type { RunEnd } from "./read/run-end.ts";
export { EngineStopping, type StartedRun, type StartRequest } from "./run/start.ts";
export { migrateShell } from "./shell/dbos-shell.ts";
export type { OpenShell, Shell } from "./shell/shell.ts";
export { openRunReader } from "./store/open.ts";
export type { ActionRunRow, AuditNote, RunKey } from "./store/rows.ts";
export {
  DAYS_TO_KEEP_SETTING,
  DEFAULT_DAYS_TO_KEEP,
  type RunReader,
  type RunRetention,
} from "./store/run-store.ts";
export { WRITE_PROBE } from "./store/sql/probe.ts";
export type {
  CalledView,
  DeliveryView,
  KeptLog,
  LogLine,
  ResultAddress,
  ResultBody,
  ResultHead,
  RunBody,
  RunFilter,
  RunHead,
  WaitView,
} from "./store/views.ts";
