import type { TraceStep } from "@callbook/core/failure";
import type { RunEvent } from "@callbook/core/log";
import type { LoggedOperation } from "@callbook/core/operation";
import type { ListChange } from "./runs-list.ts";

/** What the one stream of a browser carries. */
export type LiveMessage =
  | { readonly topic: `run:${number}`; readonly events: readonly RunEvent[] }
  | { readonly topic: `playbook:${number}`; readonly operations: LoggedOperation[] }
  | { readonly topic: "runs:list"; readonly runs: readonly ListChange[] }
  /** More of the list may have changed than can be told: it is to be read anew. */
  | { readonly topic: "runs:list"; readonly reload: true }
  /** The version that is the present one now. */
  | { readonly topic: "catalogue"; readonly catalogueId: number }
  | { readonly topic: `connection-test:${string}`; readonly trace: TraceStep[] }
  /** The session is over; the stream ends after it. */
  | { readonly topic: "session"; readonly signedOut: true }
  /** A topic that the asker may not read. */
  | { readonly topic: string; readonly refused: true };
