import type { RunStateName } from "@callbook/core/log";

/** States of a run in the order of its life. */
export const RUN_STATES = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
] as const satisfies readonly RunStateName[];
