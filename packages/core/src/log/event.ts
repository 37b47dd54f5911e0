/**
 * The run log. An event is what happened, at most 8 KiB of JSON, and holds references: bodies,
 * handles, inputs, outputs, filtered ids and log text are rows of their own. `path` is the address
 * of a pass of a block, `slot` names what there is several of within a pass (an execution, an output).
 */
import type { FailureClass } from "../failure/index.ts";
import type { BlockPath } from "./path.ts";
import type { Slot } from "./slot.ts";

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
  /** What a condition let through; null: nothing was filtered. */
  readonly filtered: FilteredReference | null;
}

export type FilteredReference =
  /** The ids lie in this block's stored result. */
  | { readonly path: BlockPath; readonly slot: Slot }
  /** App run id and parameter index of each result, as logs of version 1 hold them. */
  | { readonly results: readonly MatchedResult[] };

export type MatchedResult = readonly [appRunId: number, parameterIndex: number];

export interface AppRunReference {
  readonly appRunId: number;
  readonly connectionId: number;
  readonly connection: string;
}

/** What a pass waits for. Each kind has its own meaning of expiry. */
export type WaitKind = "callback" | "delay";

interface OfPass {
  readonly path: BlockPath;
  readonly blockId: string;
}

interface OfSlot {
  readonly path: BlockPath;
  readonly slot: Slot;
}

interface OfWait extends OfSlot {
  readonly waitId: string;
}

/** Every type of event in its present version. Older versions are read by `presentEvent`. */
export type RunEventBody =
  | {
      readonly v: 1;
      readonly type: "RunStarted";
      readonly revisionId: number;
      readonly testRun: boolean;
    }
  | (OfPass & {
      readonly v: 1;
      readonly type: "BlockStarted";
      /** null: it has no action run. `appRuns` is cut at 40 for the event; the action run has all. */
      readonly action: {
        readonly actionRunId: number;
        readonly appRuns: readonly AppRunReference[];
        readonly executions: number;
      } | null;
    })
  /** A block that core evaluates: started, finished and called in one. */
  | (OfPass & {
      readonly v: 1;
      readonly type: "BlockRan";
      readonly outcome: "succeeded" | "failed";
      readonly failure: FailureSummary | null;
      /** Ports that are taken. */
      readonly taken: readonly string[];
      readonly mode: "direct" | "engine";
      /** Of those that were called; null: none was. */
      readonly args: ArgumentReferences | null;
      /** In the order of the calls. */
      readonly called: readonly CalledCallback[];
      readonly died: readonly DeadCallback[];
      /** Level of each line it wrote; the texts are rows of their own. */
      readonly lines: readonly LogLevel[];
    })
  | (OfSlot & { readonly v: 2; readonly type: "RequestIntended"; readonly attempt: number })
  /** Its result is on disk. */
  | (OfSlot & {
      readonly v: 2;
      readonly type: "ExecutionFinished";
      readonly status: "success" | "failed";
      /** Set where the request may have taken effect and nobody knows (F-UNKNOWN). */
      readonly unknown?: true;
    })
  | {
      readonly v: 1;
      readonly type: "AppRunFinished";
      readonly path: BlockPath;
      readonly appRunId: number;
      readonly succeeded: number;
      readonly total: number;
    }
  | (OfWait & {
      readonly v: 2;
      readonly type: "BlockWaiting";
      readonly kind: WaitKind;
      /** ISO time. */
      readonly deadline: string;
    })
  | (OfWait & { readonly v: 2; readonly type: "CallbackReceived"; readonly deliveryId: string })
  | (OfWait & { readonly v: 2; readonly type: "WaitExpired" })
  | (OfPass & {
      readonly v: 1;
      readonly type: "BlockFinished";
      readonly outcome: BlockOutcome;
      readonly succeeded: number;
      readonly total: number;
      readonly failure: FailureSummary | null;
      /** Ports that are taken; callbacks of the others die. */
      readonly taken: readonly string[];
    })
  | {
      readonly v: 2;
      readonly type: "CallbackCalled";
      readonly callbackId: string;
      /** Path of the source. */
      readonly path: BlockPath;
      readonly mode: "direct" | "engine";
      readonly args: ArgumentReferences;
    }
  | {
      readonly v: 2;
      readonly type: "CallbackDied";
      readonly callbackId: string;
      /** Path of the source; null in logs of version 1. */
      readonly path: BlockPath | null;
      readonly reason: DeathReason;
    }
  | (OfPass & {
      readonly v: 2;
      readonly type: "BlockSkipped";
      readonly reason: string;
      /** Ids of its callbacks, which die with it. */
      readonly died: readonly string[];
    })
  /** The line's text is in the log lines under this event's seq. */
  | (OfPass & { readonly v: 1; readonly type: "LogWritten"; readonly level: LogLevel })
  | { readonly v: 1; readonly type: "CancelRequested"; readonly by: string }
  | {
      readonly v: 2;
      readonly type: "RunFinished";
      readonly state: "succeeded" | "failed" | "cancelled";
      readonly handledFailures: number;
      readonly unhandledFailures: number;
      readonly failure: RunFailure | null;
    };

export type EventOf<Type extends RunEventBody["type"]> = Extract<RunEventBody, { type: Type }>;
export type LogLevel = "info" | "warning" | "error";

/** `filtered`: the slot of this pass that holds what its port let through; null: as `args` has it. */
export type CalledCallback = readonly [callbackId: string, filtered: Slot | null];

export type DeadCallback = readonly [callbackId: string, reason: DeathReason];

export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly blockId: string | null;
  /** The pass at fault; null: none is, or the log is of version 1. */
  readonly path: BlockPath | null;
}

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
