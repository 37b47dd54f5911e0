/**
 * What the run log is made of, as the engine hands it to its store and gets it back. Every row of a
 * run lies in the partition of the day on which the run started, so that old runs are dropped whole.
 */

import type { Failure, TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import type {
  BlockPath,
  RequestCounts,
  RunEvent,
  RunStateName,
  Slot,
  WaitKind,
} from "@callbook/core/log";
import type { ActionPlan } from "@callbook/core/results";

/** A body above this goes in a statement of its own, before the event that names it. */
export const LARGE_BODY_BYTES = 1024 * 1024;

/** Where a run's rows lie. */
export interface RunKey {
  readonly id: number;
  /** "2026-11-27": the day of its start, in UTC; decides its partition. */
  readonly day: string;
}

/**
 * One pass of a block that a runner performs. Its id is the action_run_id (or what the block's kind
 * calls so), unique over the installation. Only its runner reads `plan`.
 */
export interface ActionRunRow {
  readonly id: number;
  readonly path: BlockPath;
  readonly blockId: string;
  /** The block's name. */
  readonly name: string;
  /** What is shown as the name of the action. */
  readonly command: string;
  /** Handed to the callback; null: none. At most 64 KiB. */
  readonly handle: string | null;
  readonly plan: ActionPlan;
  readonly startedAt: string;
}

/** What a block stores: the outcome of an execution, the ids that a filter kept, a text, values. */
export interface BlockResultRow {
  readonly path: BlockPath;
  readonly slot: Slot;
  /** Counts from 1. */
  readonly attempt: number;
  /** null: it has to do with no connection. */
  readonly connectionId: number | null;
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly trace: readonly TraceStep[];
  /** Packed: the value (of an execution the list of data); status, headers and text as received. */
  readonly data: Buffer;
  readonly raw: Buffer;
  /** Bytes of the decoded body. */
  readonly size: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface WaitRow {
  readonly id: string;
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly attempt: number;
  readonly blockId: string;
  readonly kind: WaitKind;
  /** Of the callback URL; null: nobody calls. */
  readonly tokenHash: Buffer | null;
  readonly deadline: string;
  readonly siteId: number;
}

export interface LogRow {
  /** Of the event that names the line, and its place among the lines of that event, from 0. */
  readonly seq: number;
  readonly line: number;
  readonly path: BlockPath;
  readonly blockId: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

/** What the audit tells of an effect on a run, written in the effect's own transaction. */
export interface AuditNote {
  readonly userId: string | null;
  readonly action: string;
  readonly siteId: number | null;
  readonly detail: JsonObject;
}

/** A row of `run` that the append brings into being. */
export interface NewRunRow {
  readonly playbookId: number;
  readonly revisionId: number;
  readonly siteId: number;
  readonly testRun: boolean;
  readonly actingUserId: string;
  readonly startedBy: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly requestKey: string | null;
  /** The process that runs it; null: whichever has room. */
  readonly executorId: string | null;
  /** Left out: the audit tells nothing of the start. */
  readonly audit?: AuditNote;
}

/** Columns of `run` as they are to be after the append. */
export interface RunColumns extends RequestCounts {
  readonly state: RunStateName;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly handledFailures: number;
  readonly failure: JsonObject | null;
  /** null: leave as they are. */
  readonly outputs: Readonly<Record<string, Json>> | null;
  /** True: nobody has the run any more (it ended, or all of it waits). */
  readonly released: boolean;
}

/** What one run hands to the journal at one moment: all of it is committed, or none. */
export interface Append {
  readonly run: RunKey;
  readonly epoch: number;
  /** Seq of the newest event before this append. */
  readonly headSeq: number;
  readonly create: NewRunRow | null;
  /** Kept as one packed row; all of one append have the same time. */
  readonly events: readonly RunEvent[];
  readonly logs: readonly LogRow[];
  readonly actionRuns: readonly ActionRunRow[];
  readonly results: readonly BlockResultRow[];
  readonly waits: readonly WaitRow[];
  /** Waits whose request was answered 2xx, with that status. */
  readonly accepted: readonly { readonly waitId: string; readonly status: number }[];
  /** Slots whose open waits end with this append. */
  readonly closedWaits: readonly { readonly path: BlockPath; readonly slot: Slot }[];
  /** The run has ended, and with it what it still waits for. */
  readonly closesAllWaits: boolean;
  /** Ids of inbox rows that these events come from. */
  readonly inboxTaken: readonly string[];
  /** Large deliveries whose parsed form is kept as a result now, and beside it no longer. */
  readonly sparedDeliveries: readonly string[];
  readonly columns: RunColumns;
}

/** A wait as it lies on disk. */
export interface StoredWait {
  readonly id: string;
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly kind: WaitKind;
  readonly state: "open" | "satisfied" | "expired" | "closed";
  /** Of the answer to the request; null: it may have been in flight. */
  readonly outboundStatus: number | null;
  readonly deadline: string;
}

/** A result as it lies on disk, its value unpacked. */
export interface StoredResult {
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly attempt: number;
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly data: Json;
}

/** What came from outside for a run that has not been taken yet, oldest first. */
export interface InboxRow {
  readonly id: string;
  readonly runId: number;
  readonly arrivedAt: string;
  readonly message: InboxMessage;
}

export type InboxMessage =
  | (WaitAddress & { readonly kind: "callback"; readonly answer: CallbackAnswer })
  | (WaitAddress & { readonly kind: "timeout" })
  | { readonly kind: "cancel"; readonly by: string };

export interface WaitAddress {
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly waitId: string;
}

export interface CallbackAnswer {
  readonly deliveryId: string;
  readonly receivedAt: string;
  readonly answered: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly view: Json;
  readonly text: string;
  readonly size: number;
  /** Arrivals at this callback URL until now, this one included. */
  readonly attempts: number;
}
