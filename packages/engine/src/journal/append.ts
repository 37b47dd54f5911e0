/** What one run hands to the journal at one moment: all of it is committed, or none. */
import type { Failure, TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import type { PlannedParameter, RunEvent, RunStateName } from "@callbook/core/run";

/** Bytes of JSON that one event may have. */
export const EVENT_LIMIT_BYTES = 8 * 1024;
/** A body above this goes in a statement of its own, before the event that names it. */
export const LARGE_BODY_BYTES = 1024 * 1024;

export interface AppRunRow {
  readonly appRunId: number;
  readonly connectionId: number;
  readonly connection: string;
  readonly integrationKey: string;
  /** Number and display name of the integration. */
  readonly appId: number;
  readonly app: string;
}

export interface ActionRunRow {
  readonly id: number;
  readonly blockId: string;
  readonly path: string;
  readonly name: string;
  readonly command: string;
  readonly handle: string | null;
  readonly parameters: readonly PlannedParameter[];
  readonly appRuns: readonly AppRunRow[];
  readonly startedAt: string;
}

export interface ActionResultRow {
  readonly appRunId: number;
  readonly parameterIndex: number;
  readonly actionRunId: number;
  readonly connectionId: number;
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly trace: readonly TraceStep[];
  /** Packed: the list of data; status, headers and text as received. */
  readonly data: Buffer;
  readonly raw: Buffer;
  /** Bytes of the decoded body. */
  readonly size: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface WaitRow {
  readonly id: string;
  readonly blockId: string;
  readonly path: string;
  readonly actionRunId: number;
  readonly appRunId: number;
  readonly parameterIndex: number;
  readonly tokenHash: Buffer;
  readonly deadline: string;
  readonly siteId: number;
}

export interface LogRow {
  readonly seq: number;
  readonly blockId: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
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
}

/** Columns of `run` as they are to be after the append. */
export interface RunColumns {
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

export interface Append {
  readonly runId: number;
  readonly epoch: number;
  /** Seq of the newest event before this append. */
  readonly headSeq: number;
  readonly create: NewRunRow | null;
  readonly events: readonly RunEvent[];
  readonly logs: readonly LogRow[];
  readonly actionRuns: readonly ActionRunRow[];
  readonly results: readonly ActionResultRow[];
  readonly waits: readonly WaitRow[];
  /** Waits whose request was answered 2xx, with that status. */
  readonly accepted: readonly { readonly waitId: string; readonly status: number }[];
  /** Executions whose open waits end with this append. */
  readonly closedWaits: readonly { readonly appRunId: number; readonly parameterIndex: number }[];
  /** The run has ended, and with it what it still waits for. */
  readonly closesAllWaits: boolean;
  /** Ids of inbox rows that these events come from. */
  readonly inboxTaken: readonly string[];
  readonly columns: RunColumns;
}

/** The run belongs to another process now (a newer epoch), or was deleted: this process drops it. */
export class RunFenced extends Error {
  readonly runId: number;
  constructor(runId: number) {
    super(`run ${runId} is no longer this process's`);
    this.name = "RunFenced";
    this.runId = runId;
  }
}

/** Another run has been started under the same request key. */
export class RequestKeyTaken extends Error {
  constructor() {
    super("a run with this request key exists");
    this.name = "RequestKeyTaken";
  }
}

/** A bug of whoever made the event: texts and bodies do not belong in one. */
export class EventTooLarge extends Error {
  constructor(type: string, bytes: number) {
    super(
      `event ${type} has ${bytes} bytes; an event holds references, at most ${EVENT_LIMIT_BYTES}`,
    );
    this.name = "EventTooLarge";
  }
}

/** The process is on its way out, and the database did not take the append. */
export class JournalStopped extends Error {
  constructor() {
    super("the journal has been stopped");
    this.name = "JournalStopped";
  }
}
