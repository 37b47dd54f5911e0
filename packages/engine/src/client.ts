/** What the rest of the product asks of the engine, whether or not this process performs runs itself. */
import type { CallbackReply, InboundCallback } from "./callback/receive.ts";
import type { RunsChanged } from "./read/changes.ts";
import type { RunEnd } from "./read/run-end.ts";
import type { StartedRun, StartRequest } from "./run/start.ts";
import type { AuditNote } from "./store/rows.ts";
import type { RunReader, RunRetention } from "./store/run-store.ts";

export interface EngineClient {
  /** Starts runs; resolves when all are on disk. Rejects with EngineStopping once a stop has begun. */
  startRuns(requests: readonly StartRequest[]): Promise<readonly StartedRun[]>;
  /**
   * Asks for the end of a run; `name` is what "Cancelled by" says, and the audit gets `note` in the
   * same transaction. False: it has ended already.
   */
  cancel(
    runId: number,
    who: { readonly userId: string; readonly name: string },
    note?: AuditNote,
  ): Promise<boolean>;
  /** Answers a request to a callback URL. */
  receiveCallback(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply>;
  /** The end of a run, wherever it runs; null when `ms` pass before it. */
  waitForEnd(runId: number, ms: number): Promise<RunEnd | null>;
  /** Calls back after events of these runs (null: of any) are on disk. The answer ends it. */
  subscribe(runIds: readonly number[] | null, listener: RunsChanged): () => void;
  /** It has begun, is heard of by the others, and does what its role says. */
  readonly isReady: boolean;
  /** The one clock of the installation: the database's, as this process carries it. */
  databaseNow(): Date;
  /** The run log for reading. */
  readonly runs: RunReader;
  readonly retention: RunRetention;
}
