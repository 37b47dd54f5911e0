import type { TraceStep } from "@callbook/core/failure";
import type { RunEvent, RunStateName } from "@callbook/core/log";
import type { LoggedOperation } from "@callbook/core/operation";

/** What the one stream of a browser carries. */
export type LiveMessage =
  | { readonly topic: `run:${number}`; readonly events: RunEvent[] }
  | { readonly topic: `playbook:${number}`; readonly operations: LoggedOperation[] }
  | { readonly topic: "runs:list"; readonly runId: number; readonly state: RunStateName }
  /** More of the list may have changed than was told. */
  | { readonly topic: "runs:list"; readonly more: true }
  /** The version that is the present one now. */
  | { readonly topic: "catalogue"; readonly catalogueId: number }
  | { readonly topic: `connection-test:${string}`; readonly trace: TraceStep[] }
  /** The session is over; the stream ends after it. */
  | { readonly topic: "session"; readonly signedOut: true }
  /** A topic that the asker may not read. */
  | { readonly topic: string; readonly refused: true };
