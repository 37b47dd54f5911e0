/** What the run log folds to. Plain data, so that server and browser compare and keep it. */
import type {
  AppRunReference,
  ArgumentReferences,
  BlockOutcome,
  DeathReason,
  FailureSummary,
} from "./event.ts";

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

export interface ExecutionState {
  readonly appRunId: number;
  readonly parameterIndex: number;
  readonly state: "intended" | "waiting" | "success" | "failed";
  readonly attempt: number;
  readonly waitId: string | null;
  readonly deadline: string | null;
  /** Set once the answer by callback is on disk. */
  readonly deliveryId: string | null;
  readonly expired: boolean;
}

export interface BlockState {
  readonly path: string;
  readonly blockId: string;
  readonly state: BlockRunState;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly action: {
    readonly actionRunId: number;
    readonly appRuns: readonly AppRunReference[];
    readonly executions: number;
  } | null;
  /** key "<appRunId>/<parameterIndex>" */
  readonly executions: Readonly<Record<string, ExecutionState>>;
  readonly outcome: BlockOutcome | null;
  readonly succeeded: number;
  readonly total: number;
  readonly failure: FailureSummary | null;
  readonly taken: readonly string[];
  readonly skipReason: string | null;
}

export interface CallbackState {
  readonly callbackId: string;
  readonly state: "called" | "dead";
  readonly at: string;
  readonly seq: number;
  readonly mode: "direct" | "engine" | null;
  readonly args: ArgumentReferences | null;
  readonly reason: DeathReason | null;
}

export interface RunState {
  readonly seq: number;
  readonly state: RunStateName;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly revisionId: number | null;
  readonly testRun: boolean;
  /** by path */
  readonly blocks: Readonly<Record<string, BlockState>>;
  /** by callback id; a callback without entry is open (or not run, before RunStarted) */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
  readonly cancelRequestedBy: string | null;
  readonly blockExecutions: number;
  readonly handledFailures: number;
  readonly unhandledFailures: number;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly blockId: string | null;
  } | null;
}
