/** What the run log folds to. Plain data, so that server and browser compare and keep it. */
import type {
  AppRunReference,
  ArgumentReferences,
  BlockOutcome,
  DeathReason,
  FailureSummary,
  RunFailure,
  WaitKind,
} from "./event.ts";
import type { BlockPath } from "./path.ts";
import type { Slot } from "./slot.ts";

export type BlockRunState =
  | "queued"
  | "running"
  | "waiting"
  | "succeeded"
  | "partly_succeeded"
  | "failed"
  | "skipped"
  | "cancelled";
export type RunStateName = "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";

/** What has become of one slot of a pass that a runner performs. */
export interface ExecutionState {
  readonly slot: Slot;
  readonly state: "intended" | "waiting" | "success" | "failed";
  readonly attempt: number;
  readonly waitId: string | null;
  /** null: it has not waited. */
  readonly waitKind: WaitKind | null;
  readonly deadline: string | null;
  /** Set once the answer by callback is on disk. */
  readonly deliveryId: string | null;
  readonly expired: boolean;
}

/** One pass of a block. */
export interface BlockState {
  readonly path: BlockPath;
  readonly blockId: string;
  readonly state: BlockRunState;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly action: {
    readonly actionRunId: number;
    readonly appRuns: readonly AppRunReference[];
    readonly executions: number;
  } | null;
  /** By slot. */
  readonly executions: Readonly<Record<Slot, ExecutionState>>;
  /** How many of the executions have ended, and how many wait for what has not come. */
  readonly ended: number;
  readonly awaiting: number;
  readonly outcome: BlockOutcome | null;
  readonly succeeded: number;
  readonly total: number;
  readonly failure: FailureSummary | null;
  readonly taken: readonly string[];
  readonly skipReason: string | null;
}

/** One call of a callback, or that it died with one pass of its source. */
export interface CallbackState {
  readonly callbackId: string;
  /** Of the source; null in what was recorded without it (version 1 had one pass a block). */
  readonly path: BlockPath | null;
  readonly state: "called" | "dead";
  readonly at: string;
  readonly seq: number;
  readonly mode: "direct" | "engine" | null;
  readonly args: ArgumentReferences | null;
  readonly reason: DeathReason | null;
}

/** Executions of commands. */
export interface RequestCounts {
  /** Those that have ended. */
  readonly requests: number;
  readonly failedRequests: number;
  /** Of the failed ones: may have taken effect, nobody knows. */
  readonly unknownRequests: number;
}

export interface RunState extends RequestCounts {
  readonly seq: number;
  readonly state: RunStateName;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly revisionId: number | null;
  readonly testRun: boolean;
  /** Passes by their path, in the order in which they began. */
  readonly blocks: Readonly<Record<BlockPath, BlockState>>;
  /** By callback id, oldest first; a callback without entry is open (or not run, before RunStarted). */
  readonly callbacks: Readonly<Record<string, readonly CallbackState[]>>;
  /** How many passes run, and how many wait. */
  readonly running: number;
  readonly waiting: number;
  readonly cancelRequestedBy: string | null;
  readonly blockExecutions: number;
  readonly handledFailures: number;
  readonly unhandledFailures: number;
  readonly failure: RunFailure | null;
}
