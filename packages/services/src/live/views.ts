import type { TraceStep } from "@callbook/core/failure";
import type { LoggedOperation } from "@callbook/core/operation";
import type { RunEvent, RunStateName } from "@callbook/core/run";

/** What the one stream of a browser carries. */
export type LiveMessage =
  | { readonly topic: `run:${number}`; readonly events: RunEvent[] }
  | { readonly topic: `playbook:${number}`; readonly operations: LoggedOperation[] }
  | { readonly topic: "runs:list"; readonly runId: number; readonly state: RunStateName }
  | { readonly topic: `connection-test:${string}`; readonly trace: TraceStep[] }
  /** The session is over; the stream ends after it. */
  | { readonly topic: "session"; readonly signedOut: true }
  /** A topic that the asker may not read. */
  | { readonly topic: string; readonly refused: true };
