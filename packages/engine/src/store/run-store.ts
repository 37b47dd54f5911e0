/**
 * The one way to the tables of the run log, for everybody: who writes it, who owns runs, who answers
 * waits, who reads, and who throws old runs away. One implementation (`sql/`), one conformance suite.
 *
 * Ids are numbers up to 2^53. Times go in and out as ISO texts. Every method is one transaction
 * unless it says otherwise, and rejects with the database's error; `isPassing` says whether that passes.
 */
import type { Json } from "@callbook/core/json";
import type { BlockPath, RunEvent, Slot } from "@callbook/core/log";
import type {
  ActionRunRow,
  Append,
  AuditNote,
  BlockResultRow,
  InboxRow,
  RunKey,
  StoredResult,
  StoredWait,
} from "./rows.ts";
import type {
  CalledView,
  DeliveryView,
  Dropped,
  KeptLog,
  LogLine,
  NextWait,
  ResultAddress,
  ResultBody,
  ResultHead,
  RunBody,
  RunCounts,
  RunFilter,
  RunHead,
  WaitView,
} from "./views.ts";

export interface RunStore
  extends RunWriter,
    RunOwners,
    RunInbox,
    RunReader,
    RunRetention,
    ConnectionPlaces,
    NoticeSender {
  /** Gives up the connection that it keeps for appends. The pool stays the caller's. */
  close(): Promise<void>;
}

export interface RunWriter {
  /** `count` new ids, ascending, for runs or for what blocks perform. */
  nextIds(of: "run" | "action run", count: number): Promise<readonly number[]>;
  /**
   * Writes all of these appends in one statement, and gives the ids of the runs that were written. The
   * others were refused: the run has another epoch or head, has ended, or could not be made because its
   * id or request key is taken. What `resultsAhead` names is not among what it writes.
   */
  append(group: readonly Append[]): Promise<ReadonlySet<number>>;
  /** A result that is too large for the statement of its append; a repeat or an old epoch writes nothing. */
  writeLarge(run: RunKey, epoch: number, result: BlockResultRow): Promise<void>;
  /** What explains a refused append; null: there is no such run. */
  readAppendHead(runId: number): Promise<AppendHead | null>;
  /** Closes the open waits of a slot if the epoch still holds; gives how many. */
  closeOpenWaits(run: RunKey, epoch: number, path: BlockPath, slot: Slot): Promise<number>;
}

export interface AppendHead {
  readonly epoch: number;
  /** Seq of the newest event. */
  readonly headSeq: number;
}

/** Who has a run. Opening takes a new epoch, so that whoever had it before writes no more. */
export interface RunOwners {
  /**
   * Opens those of the runs that nobody living has and that have something to do; those that another
   * opens at the same moment are left to it. Name none that this process has in memory: what it has
   * only on disk counts as nobody's.
   */
  claim(runIds: readonly number[], options: ClaimOptions): Promise<readonly ClaimedRun[]>;
  /**
   * Runs that were opened in vain, as far as nobody has them or this process has: those with the most such
   * openings first. Only who claims `alone` opens them.
   */
  findSuspects(executorId: string): Promise<readonly Suspect[]>;
  /** This opening of a run that the process has is none of those in vain. */
  forgive(runId: number, executorId: string): Promise<void>;
  /** The run that ended processes is known: nobody is suspected any more. */
  pardon(): Promise<void>;
  /** Gives back all that a process has; an opening that ends so was no death. */
  handBack(executorId: string): Promise<void>;
  /**
   * Gives back one run that could not be taken forward. `counts`: this opening counts towards those
   * without an event (false: only this process is at fault, it does not know an event of the log).
   */
  leave(runId: number, epoch: number, counts: boolean): Promise<void>;
  /** Queues what a dead process had, and gives the runs: in a new epoch, since it may wake and write on. */
  queueRunsOf(executorId: string): Promise<readonly number[]>;
  /**
   * Runs that have something to do and that nobody has: queued for `patienceMs`, waiting with something
   * in the inbox, of an owner that is not among the living, or of this process but not in `except`.
   * Those that waited are queued by it.
   */
  takeUp(options: TakeUpOptions): Promise<readonly number[]>;
  /** Runs whose owner has not taken a cancel for `patienceMs`. */
  findIgnoredCancels(patienceMs: number, limit: number): Promise<readonly number[]>;
  /** The other processes, as far as heartbeats and runs name them. */
  readProcesses(executorId: string, leaseMs: number): Promise<readonly OtherProcess[]>;
  /** null: no run of the playbook was started under this key. */
  findByRequestKey(
    playbookId: number,
    requestKey: string,
  ): Promise<{ readonly key: RunKey; readonly inputs: Readonly<Record<string, Json>> } | null>;
}

export interface Suspect {
  readonly id: number;
  /** Openings without a new event that ended with their process, and the present one if there is one. */
  readonly openings: number;
}

export interface ClaimOptions {
  readonly executorId: string;
  /** Processes that are known to be dead. */
  readonly dead: readonly string[];
  /** How long a process has to have lived itself before it judges by missing heartbeats. */
  readonly leaseMs: number;
  /** Takes runs from living owners too: they did not obey a cancel. */
  readonly force: boolean;
  /** Opens runs that were opened in vain before, which is done one at a time. */
  readonly alone: boolean;
}

export interface ClaimedRun {
  readonly key: RunKey;
  readonly epoch: number;
  readonly playbookId: number;
  readonly revisionId: number;
  readonly siteId: number;
  readonly testRun: boolean;
  readonly actingUserId: string;
  /** When it was started, or queued. */
  readonly knownSince: string;
  /** Openings without a new event, this one included. */
  readonly silentOpenings: number;
  /** Seq of the newest event. */
  readonly headSeq: number;
}

export interface TakeUpOptions {
  readonly executorId: string;
  readonly patienceMs: number;
  readonly leaseMs: number;
  /** Runs that this process has in memory, and those that it cannot take forward. */
  readonly except: readonly number[];
  readonly limit: number;
}

export interface OtherProcess {
  readonly executorId: string;
  /** Its heartbeat is older than the lease; null: it has none (it never beat, or the table was emptied by a crash). */
  readonly isLate: boolean | null;
}

/** Something came for a run. Whoever wrote it tells the owner, after the commit. */
export interface Arrival {
  readonly runId: number;
  /** null: nobody has the run, which is queued with this. */
  readonly owner: string | null;
}

/**
 * What comes from outside: a row, written in the transaction that ends the wait it belongs to. An
 * owner that lets go at the same moment either sees it or leaves a run that is queued.
 */
export interface RunInbox {
  /** A wait by its id, for whoever answers it; null: there is none. */
  findWait(waitId: string): Promise<FoundWait | null>;
  /** Ends an open wait with this delivery. null: another answer, the deadline or the run's end was faster. */
  consumeWait(wait: FoundWait, delivery: Delivery): Promise<Arrival | null>;
  /** Keeps what arrived and was not accepted. */
  keepDelivery(
    wait: FoundWait,
    delivery: Delivery,
    answered: number,
    outcome: string,
  ): Promise<void>;
  /**
   * Ends waits whose deadline has passed, at most `limit`, by the database's clock. Gives each run once, and
   * how many waits it were: as many as `limit`, and there may be more.
   */
  expireWaits(
    limit: number,
  ): Promise<{ readonly arrivals: readonly Arrival[]; readonly ended: number }>;
  /** Asks for the end of a run; `name` is what "Cancelled by" says. null: it has ended already, or there is none. */
  requestCancel(
    runId: number,
    who: { readonly userId: string; readonly name: string },
    /** Left out: the audit tells nothing of it. */
    note?: AuditNote,
  ): Promise<Arrival | null>;
  /**
   * What lies in the inboxes and has not been taken, in the order in which it came. Taken by an append.
   * Rows of which the id is `known` are left out, and their bodies not read.
   */
  readInbox(runs: readonly RunKey[], known?: readonly string[]): Promise<readonly InboxRow[]>;
  /** Takes what came for runs at the moment at which they ended: nobody else will. Gives how many rows. */
  takeOfEnded(): Promise<number>;
}

export interface FoundWait {
  readonly id: string;
  readonly run: RunKey;
  readonly state: StoredWait["state"];
  /** Of the token; null: nobody answers this wait from outside. */
  readonly tokenHash: Buffer | null;
  /** The deadline has passed, by the database's clock. */
  readonly isOverdue: boolean;
  /** What the request was sent on, whose secrets may come back; null: on no connection. */
  readonly connectionId: number | null;
}

export interface Delivery {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly bodyHash: Buffer;
  /** JSON text of the parsed payload; null: it could not be read. */
  readonly view: string | null;
}

/** Reading takes no part in running: any process may. Rows of deleted runs are not found. */
export interface RunReader {
  /** Events after `afterSeq` (0: from the start), at most `limit`; fewer: these are all there are now. */
  readLog(run: RunKey, afterSeq?: number, limit?: number): Promise<readonly RunEvent[]>;
  /** null: there is no such run. */
  readRun(runId: number): Promise<RunHead | null>;
  /** In no order; those that are not there are left out. */
  readRuns(runIds: readonly number[]): Promise<readonly RunHead[]>;
  readRunBody(run: RunKey): Promise<RunBody>;
  /** Newest first. Quick with any number of runs. */
  listRuns(filter: RunFilter, limit: number): Promise<readonly RunHead[]>;
  /** The newest run of each playbook that has one. */
  readLastRuns(playbookIds: readonly number[]): Promise<readonly RunHead[]>;
  /** Runs of these playbooks that have not ended. */
  findLiveRuns(playbookIds: readonly number[]): Promise<readonly number[]>;
  /** Runs of these playbooks are shown no more. */
  markDeleted(playbookIds: readonly number[]): Promise<void>;
  readCounts(): Promise<RunCounts>;

  /** Oldest first; of these paths only, or (null) all. */
  readActionRuns(run: RunKey, paths: readonly BlockPath[] | null): Promise<readonly ActionRunRow[]>;
  /** Action runs of this run by their ids, oldest first; unknown ids are left out. */
  readActionRunsById(run: RunKey, ids: readonly number[]): Promise<readonly ActionRunRow[]>;
  /** Action runs of this run that these app runs belong to, oldest first. */
  readActionRunsOf(run: RunKey, appRunIds: readonly number[]): Promise<readonly ActionRunRow[]>;
  /** The run that an action run is of; null: there is none. Asks every partition. */
  findActionRun(actionRunId: number): Promise<RunKey | null>;

  /** With their values; of these paths only, or (null) all. By path, slot, then the oldest attempt first. */
  readResults(run: RunKey, paths: readonly BlockPath[] | null): Promise<readonly StoredResult[]>;
  /**
   * Without bodies, in the order in which their passes started (results of no action run come last, by
   * path), then by the numbers or the name of the slot, then the oldest attempt first; of one path, or
   * (null) of all; after `after`, or (null) from the start. With `status` "failed" only those whose
   * newest attempt failed, by that attempt.
   */
  listResults(
    run: RunKey,
    path: BlockPath | null,
    after: ResultAddress | null,
    limit: number,
    status?: "failed" | null,
  ): Promise<readonly ResultHead[]>;
  /**
   * The newest attempt unless one is named; null: nothing is stored there. Without a path it is found by
   * its slot, which is enough for an execution's: no two passes of a run have the same.
   */
  readResultBody(
    run: RunKey,
    path: BlockPath | null,
    slot: Slot,
    attempt?: number,
  ): Promise<ResultBody | null>;

  /** Oldest first. */
  readWaits(run: RunKey): Promise<readonly WaitView[]>;
  /** Of each of these runs the open wait that ends first; nothing of a run without one. */
  readNextWaits(runs: readonly RunKey[]): Promise<readonly NextWait[]>;
  /** Oldest first, after the delivery with this id, or (null) from the start. */
  listDeliveries(
    run: RunKey,
    waitId: string,
    after: string | null,
    limit: number,
  ): Promise<readonly DeliveryView[]>;
  /** Lines after this one, or (null) from the start. */
  listLogLines(
    run: RunKey,
    after: Pick<LogLine, "seq" | "line"> | null,
    limit: number,
  ): Promise<readonly LogLine[]>;
  /** The calls of a callback, newest first; of one pass of its source, or (null) of all. */
  findCalls(
    run: RunKey,
    callbackId: string,
    path: BlockPath | null,
    limit: number,
  ): Promise<readonly CalledView[]>;
}

/** Turns on connections among processes: at most so many places of a connection are taken at once. */
export interface ConnectionPlaces {
  /** False: all are taken. A turn that has a place keeps it, so that a lost answer takes no second one. */
  takePlace(connectionId: number, limit: number, turn: string): Promise<boolean>;
  giveBackPlace(connectionId: number, turn: string): Promise<void>;
}

export interface NoticeSender {
  /** Tells the processes that listen; each payload at most 8,000 bytes. */
  tell(notices: readonly { readonly channel: string; readonly payload: string }[]): Promise<void>;
}

/**
 * Old runs go week by week, whole. What waits, is pinned or has lately ended stays, however long ago it
 * began, until it has been over for as long as any other.
 */
export interface RunRetention {
  /** Makes the partitions of this week and of the three to come, where they are missing. */
  ensurePartitions(): Promise<void>;
  /** Of the setting; 90 when nobody has set it. */
  readDaysToKeep(): Promise<number>;
  readKept(): Promise<KeptLog>;
  /**
   * Drops the weeks that lie wholly more than `days` days back, and what was excepted of earlier ones
   * and is over for so long; many transactions, none of which holds
   * anybody for more than a tenth of a second. Only one process at a time does it; null: another is at it.
   * Aborted, it stops after its present step; the next time goes on from there.
   */
  dropDue(days: number, signal?: AbortSignal): Promise<Dropped | null>;
  /** False: there is no such run. */
  setPinned(runId: number, pinned: boolean): Promise<boolean>;
}

/** Of the row of the setting that `readDaysToKeep` reads; its value is a number. */
export const DAYS_TO_KEEP_SETTING = "run_log.days_to_keep";
export const DEFAULT_DAYS_TO_KEEP = 90;
