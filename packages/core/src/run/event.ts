/**
 * The run log. An event is what happened, at most 8 KiB of JSON, and holds
 * references: bodies, handles, inputs, outputs and log text are rows of their
 * own. `path` names an execution of a block: the block id, later with pass numbers.
 */
import type { FailureClass } from "../failure/index.ts";

export type BlockOutcome = "succeeded" | "partly_succeeded" | "failed" | "cancelled";

/** Enough of a failure to show which block failed and why; the whole one is in its action result. */
export interface FailureSummary {
  readonly class: FailureClass;
  readonly failureIndicator: string;
  readonly statusCode: number;
  /** At most 1,000 characters here. */
  readonly message: string;
  readonly field: string | null;
}

/** By reference what the callback's eight arguments are. */
export interface ArgumentReferences {
  /** action, success, results and handle belong to this action run; null: those four are null. */
  readonly actionRunId: number | null;
  readonly success: boolean | null;
  /** Action run whose handle is handed on; a join passes the handle alone. */
  readonly handleOf: number | null;
  /** Version of the container handed on; null: the run has no container. */
  readonly containerVersion: number | null;
  /** App run id and parameter index of results that made a decision's condition true; null: none. At most 200. */
  readonly filteredResults: readonly (readonly [appRunId: number, parameterIndex: number])[] | null;
}

export interface AppRunReference {
  readonly appRunId: number;
  readonly connectionId: number;
  readonly connection: string;
}

export type RunEventBody =
  | {
      readonly v: 1;
      readonly type: "RunStarted";
      readonly revisionId: number;
      readonly testRun: boolean;
    }
  | {
      readonly v: 1;
      readonly type: "BlockStarted";
      readonly path: string;
      readonly blockId: string;
      /** Set for an action. `appRuns` is cut at 40 for the event; ActionRun has all. */
      readonly action: {
        readonly actionRunId: number;
        readonly appRuns: readonly AppRunReference[];
        readonly executions: number;
      } | null;
    }
  /** Intent of an effect that is not safe to repeat; on disk before the request leaves. */
  | {
      readonly v: 1;
      readonly type: "RequestIntended";
      readonly path: string;
      readonly appRunId: number;
      readonly parameterIndex: number;
      readonly attempt: number;
    }
  /** Its action result is on disk. */
  | {
      readonly v: 1;
      readonly type: "ExecutionFinished";
      readonly path: string;
      readonly appRunId: number;
      readonly parameterIndex: number;
      readonly status: "success" | "failed";
    }
  | {
      readonly v: 1;
      readonly type: "AppRunFinished";
      readonly path: string;
      readonly appRunId: number;
      readonly succeeded: number;
      readonly total: number;
    }
  /** Third party took the request; the answer comes by callback. */
  | {
      readonly v: 1;
      readonly type: "BlockWaiting";
      readonly path: string;
      readonly appRunId: number;
      readonly parameterIndex: number;
      readonly waitId: string;
      readonly deadline: string;
    }
  | {
      readonly v: 1;
      readonly type: "CallbackReceived";
      readonly path: string;
      readonly waitId: string;
      readonly deliveryId: string;
    }
  | { readonly v: 1; readonly type: "WaitExpired"; readonly path: string; readonly waitId: string }
  | {
      readonly v: 1;
      readonly type: "BlockFinished";
      readonly path: string;
      readonly blockId: string;
      readonly outcome: BlockOutcome;
      readonly succeeded: number;
      readonly total: number;
      readonly failure: FailureSummary | null;
      /** Ports that are taken; callbacks of the others die. */
      readonly taken: readonly string[];
    }
  | {
      readonly v: 1;
      readonly type: "CallbackCalled";
      readonly callbackId: string;
      /** Path of the source. */
      readonly path: string;
      readonly mode: "direct" | "engine";
      readonly args: ArgumentReferences;
    }
  | {
      readonly v: 1;
      readonly type: "CallbackDied";
      readonly callbackId: string;
      readonly reason: DeathReason;
    }
  | {
      readonly v: 1;
      readonly type: "BlockSkipped";
      readonly path: string;
      readonly blockId: string;
      readonly reason: string;
    }
  /** The line's text is in RunLog under this event's seq. */
  | {
      readonly v: 1;
      readonly type: "LogWritten";
      readonly path: string;
      readonly blockId: string;
      readonly level: "info" | "warning" | "error";
    }
  | { readonly v: 1; readonly type: "CancelRequested"; readonly by: string }
  | {
      readonly v: 1;
      readonly type: "RunFinished";
      readonly state: "succeeded" | "failed" | "cancelled";
      readonly handledFailures: number;
      readonly unhandledFailures: number;
      readonly failure: {
        readonly code: string;
        readonly message: string;
        readonly blockId: string | null;
      } | null;
    };

export type DeathReason =
  | "branch not taken"
  | "source failed"
  | "source succeeded"
  | "source skipped"
  | "cancelled";

export interface RunEvent {
  readonly seq: number;
  /** ISO time at which the engine recorded it. */
  readonly at: string;
  readonly event: RunEventBody;
}
