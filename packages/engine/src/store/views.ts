/** What readers get of a run: as much as a list, a page or a tab shows, and no body that is not asked for. */
import type { Failure, TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import type {
  ArgumentReferences,
  BlockPath,
  RequestCounts,
  RunStateName,
  Slot,
  WaitKind,
} from "@callbook/core/log";
import type { RunKey, StoredWait } from "./rows.ts";

/** A run as its row says, without inputs, outputs and the whole of its failure. Times are ISO. */
export interface RunHead extends RequestCounts {
  readonly key: RunKey;
  readonly playbookId: number;
  readonly revisionId: number;
  readonly siteId: number;
  /** Of a draft. */
  readonly testRun: boolean;
  readonly actingUserId: string;
  readonly startedBy: string;
  readonly state: RunStateName;
  /** Seq of the newest event. */
  readonly headSeq: number;
  readonly handledFailures: number;
  /** The message is cut at 200 characters; null: it has not failed. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Excepted from retention. */
  readonly pinned: boolean;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What a run waits for that ends first. */
export interface NextWait {
  readonly runId: number;
  readonly kind: WaitKind;
  readonly deadline: string;
}

export interface RunBody {
  readonly inputs: Readonly<Record<string, Json>>;
  /** null: it has not ended, or End names none. */
  readonly outputs: Readonly<Record<string, Json>> | null;
  readonly failure: JsonObject | null;
}

export interface RunFilter {
  /** Runs of these sites only; "all": of any. */
  readonly sites: "all" | readonly number[];
  readonly playbookId?: number;
  readonly state?: RunStateName;
  /** True: test runs only; false: none of them. */
  readonly testRun?: boolean;
  /** Runs older than this one (its id). */
  readonly before?: number;
}

/** What a block stored, without its bodies. Times are ISO. */
export interface ResultHead {
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly attempt: number;
  /** null: it has to do with no connection. */
  readonly connectionId: number | null;
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly trace: readonly TraceStep[];
  /** Bytes of the decoded body. */
  readonly size: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Of the pass; null: the block has no row for its passes. */
  readonly actionRunId: number | null;
  /** Of an execution: `plan.parameters[index]` and the one of `plan.appRuns` with its appRunId; else null. */
  readonly parameter: JsonObject | null;
  readonly appRun: JsonObject | null;
}

/** Where a result lies within its run; also the cursor of a list of results. */
export interface ResultAddress {
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly attempt: number;
}

/** Unpacked: the value, and what was received (as whoever packed it made it). */
export interface ResultBody {
  readonly data: Json;
  readonly raw: Json;
}

export interface LogLine {
  /** Of the event that names it, and its place among that event's lines: together the cursor. */
  readonly seq: number;
  readonly line: number;
  readonly at: string;
  readonly path: BlockPath;
  readonly blockId: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

/** A wait as the page of a run shows it. The token is not among what is kept. */
export interface WaitView extends StoredWait {
  readonly blockId: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** One arrival at a callback URL, and what was answered. */
export interface DeliveryView {
  readonly id: string;
  readonly receivedAt: string;
  readonly method: string;
  readonly answered: number;
  /** accepted | late | refused: <why> */
  readonly outcome: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null: it could not be read. */
  readonly view: Json;
  /** Bytes of the body. */
  readonly size: number;
}

/** One call of a callback in a run. */
export interface CalledView {
  readonly seq: number;
  readonly at: string;
  /** Of the source. */
  readonly path: BlockPath;
  readonly mode: "direct" | "engine";
  readonly args: ArgumentReferences;
}

export interface RunCounts {
  /** Of all runs that have not been removed. */
  readonly byState: Readonly<Record<RunStateName, number>>;
}

/** How much of the run log is kept. Sizes and rows are the database's own estimate. */
export interface KeptLog {
  /** Runs that are kept beyond the days because they wait, are pinned or ended late; not in `weeks`. */
  readonly excepted: KeptPart;
  /** Oldest first, without those that are empty and lie ahead. */
  readonly weeks: readonly (KeptPart & {
    /** First day (a Monday) and the day after the last, "2026-11-23". */
    readonly from: string;
    readonly to: string;
  })[];
  readonly tables: readonly (KeptPart & { readonly table: string })[];
  readonly bytes: number;
  /** Of a run that is not excepted; null: there is none. */
  readonly oldestDay: string | null;
}

export interface KeptPart {
  /** With indexes and what is stored out of line. */
  readonly bytes: number;
  readonly rows: number;
}

export interface Dropped {
  /** First days of the weeks that are gone. */
  readonly weeks: readonly string[];
  /** Runs that are gone, and runs that were due and are kept because they wait, are pinned or ended late. */
  readonly runs: number;
  readonly excepted: number;
  /** First days of weeks that stay until the next time, because a run of them is being performed or the table was busy. */
  readonly held: readonly string[];
}
