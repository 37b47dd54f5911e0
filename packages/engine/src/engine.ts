/**
 * The engine of one process: what others ask of it, and, unless the process only answers, what
 * performs. Any number of processes may run it against one database.
 */
import { presentEvent, type RunEvent } from "@callbook/core/log";
import type { Listener } from "@callbook/db";
import type { Pool } from "pg";
import { type BoundaryHook, noBoundaryHook } from "./boundary.ts";
import { CallbackReceiver, type CallbackReply, type InboundCallback } from "./callback/receive.ts";
import type { EngineClient } from "./client.ts";
import { hearRuns } from "./inbox/hear.ts";
import { Notices } from "./inbox/notices.ts";
import { IdSource } from "./journal/id-source.ts";
import { Journal } from "./journal/journal.ts";
import { ConnectionLocks } from "./performer/connection-locks.ts";
import type { PerformerContext } from "./performer/context.ts";
import type { RunMemory } from "./performer/memory.ts";
import type { Leaving } from "./performer/messages.ts";
import { SharedPlaces } from "./performer/shared-places.ts";
import { type EnginePorts, teller } from "./ports.ts";
import { Heartbeat } from "./process/heartbeat.ts";
import { newExecutorId } from "./process/identity.ts";
import { Changes, type RunsChanged } from "./read/changes.ts";
import { type RunEnd, RunEnds } from "./read/run-end.ts";
import { type StartedRun, Starter, type StartRequest } from "./run/start.ts";
import type { OpenShell } from "./shell/shell.ts";
import { openProcessBook, openRunStore } from "./store/open.ts";
import type { AuditNote } from "./store/rows.ts";
import type { Arrival, RunReader, RunRetention, RunStore } from "./store/run-store.ts";
import { EngineWorker } from "./worker.ts";

/** all: answers and performs. api: answers only. worker: performs, and is asked nothing. */
export type EngineRole = "all" | "api" | "worker";

export interface EngineOptions {
  /** Address of the database, for heartbeats and the shell; holds the password, never log it. */
  readonly databaseUrl: string;
  /** Shared with the rest of the process. */
  readonly pool: Pool;
  readonly listener: Pick<Listener, "listen" | "onGap">;
  readonly ports: EnginePorts;
  readonly role?: EngineRole;
  readonly timing?: Partial<EngineTiming>;
  /** Runs performed here at once; more are queued for whoever has room. */
  readonly room?: number;
  /** Called at the instants at which dying matters; for tests of exactly that. */
  readonly boundary?: BoundaryHook;
  readonly openShell?: OpenShell;
  readonly executorId?: string;
  /** Whether a run that holds this event is taken forward here; by default those that this version reads. */
  readonly knows?: (event: RunEvent) => boolean;
}

export interface EngineTiming {
  readonly heartbeatMs: number;
  /** A process that was not seen for so long is dead. */
  readonly leaseMs: number;
  readonly sweepMs: number;
  /** How long a queued run may be without owner, and an owner may disobey a cancel. */
  readonly patienceMs: number;
  /** How long a run that was opened in vain rests before it is opened again, alone; each time twice as long. */
  readonly restMs: number;
  readonly cancelGraceMs: number;
  /** How long a stop waits for answers of calls in flight. */
  readonly stopMs: number;
}

const usualTiming: EngineTiming = {
  heartbeatMs: 2_000,
  leaseMs: 10_000,
  sweepMs: 2_000,
  patienceMs: 5_000,
  restMs: 1_000,
  cancelGraceMs: 3_000,
  stopMs: 8_000,
};

const usualRoom = 256;
/** Numbers of action runs are taken ahead of need. */
const idsAhead = 50;

export class Engine implements EngineClient {
  readonly executorId: string;
  readonly #options: EngineOptions;
  readonly #store: RunStore;
  readonly #journal: Journal;
  readonly #notices: Notices;
  readonly #heartbeat: Heartbeat;
  readonly #changes: Changes;
  readonly #ends: RunEnds;
  readonly #starter: Starter;
  readonly #receiver: CallbackReceiver;
  /** null: this process performs no runs. */
  readonly #worker: EngineWorker | null;
  #stopHearing: (() => void) | null = null;
  #started = false;
  #stopping: Promise<void> | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    const timing = { ...usualTiming, ...options.timing };
    const { pool, ports, databaseUrl, boundary = noBoundaryHook, role = "all" } = options;
    this.executorId = options.executorId ?? newExecutorId();
    const { executorId } = this;
    const { log } = ports;
    const tell = teller(ports);
    const store = openRunStore({ pool, executorId });
    this.#store = store;
    const onError = (error: unknown) => tell("telling other processes", error);
    this.#notices = new Notices({ store, executorId, onError });
    this.#changes = new Changes(() => this.#notices.beginWatching());
    const onWritten = (runIds: readonly number[]) => {
      this.#changes.tell(runIds);
      this.#notices.written(runIds);
    };
    this.#journal = new Journal({ store, onWritten });
    const { heartbeatMs: everyMs, leaseMs } = timing;
    this.#heartbeat = new Heartbeat({
      book: openProcessBook({ databaseUrl, executorId, leaseMs }),
      executorId,
      everyMs,
      leaseMs,
      isWatching: () => this.#changes.isWatched,
      onOthersWatch: () => this.#notices.othersWatch(),
      tell,
    });
    const databaseNow = () => this.#heartbeat.databaseNow();
    const context: PerformerContext = {
      ports,
      tell,
      journal: this.#journal,
      actionIds: new IdSource(store, "action run", idsAhead),
      locks: new ConnectionLocks(
        new SharedPlaces({
          store,
          hasOthers: () => this.#heartbeat.hasOthers,
          onError: (error) => tell("giving a place back", error),
        }),
      ),
      boundary,
      databaseNow,
      cancelGraceMs: timing.cancelGraceMs,
    };
    const onArrival = (arrival: Arrival) => this.#arrived(arrival);
    this.#worker =
      role === "api"
        ? null
        : new EngineWorker({
            databaseUrl,
            executorId,
            store,
            context,
            heartbeat: this.#heartbeat,
            timing,
            room: options.room ?? usualRoom,
            knows: options.knows ?? (({ event }) => presentEvent(event) !== null),
            ...(options.openShell === undefined ? {} : { openShell: options.openShell }),
            onArrival,
            onLeft: (memory, how) => this.#left(memory, how),
            log,
            tell,
          });
    const isPerformedHere = (runId: number) => this.#worker?.performs(runId) ?? false;
    this.#ends = new RunEnds({ store, changes: this.#changes, isPerformedHere });
    this.#starter = new Starter({
      store,
      journal: this.#journal,
      loadRevision: (revisionId) => ports.loadRevision(revisionId),
      databaseNow,
      executorId,
      host: this.#worker,
      onQueued: (runId) => this.#notices.queued(runId),
      boundary,
      onError: (error) => tell("dispatching runs", error),
    });
    this.#receiver = new CallbackReceiver({
      store,
      maskerFor: (connectionId, token) => ports.maskerFor(connectionId, token),
      onArrival,
      now: databaseNow,
    });
  }

  get isReady(): boolean {
    return this.#started && this.#stopping === null && this.#heartbeat.isCurrent;
  }

  databaseNow(): Date {
    return this.#heartbeat.databaseNow();
  }

  get runs(): RunReader {
    return this.#store;
  }

  get retention(): RunRetention {
    return this.#store;
  }

  /**
   * Begins to live: seen by others before it takes anything, listening before it
   * looks, and looking once before it answers. The tables must be there
   * (`migrate` and `migrateShell`).
   */
  async start(): Promise<void> {
    await this.#heartbeat.start();
    await this.#store.ensurePartitions();
    this.#stopHearing = await this.#hear();
    await this.#worker?.start();
    this.#started = true;
  }

  startRuns(requests: readonly StartRequest[]): Promise<readonly StartedRun[]> {
    return this.#starter.start(requests);
  }

  waitForEnd(runId: number, ms: number): Promise<RunEnd | null> {
    return this.#ends.waitFor(runId, ms);
  }

  async cancel(
    runId: number,
    who: { readonly userId: string; readonly name: string },
    note?: AuditNote,
  ): Promise<boolean> {
    const arrival = await this.#store.requestCancel(runId, who, note);
    if (arrival !== null) this.#arrived(arrival);
    return arrival !== null;
  }

  receiveCallback(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply> {
    return this.#receiver.receive(id, token, arrived);
  }

  subscribe(runIds: readonly number[] | null, listener: RunsChanged): () => void {
    return this.#changes.subscribe(runIds, listener);
  }

  /** Runs that this process performs now. */
  get activeRuns(): number {
    return this.#worker?.activeRuns ?? 0;
  }

  /**
   * Begins nothing more, waits a while for answers of calls in flight, tells the
   * rest to stop, and gives every run back. A second call waits for the first.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopOnce();
    return this.#stopping;
  }

  async #stopOnce(): Promise<void> {
    await this.#starter.stop();
    await this.#worker?.stop();
    await this.#journal.stop();
    await this.#notices.stop();
    await this.#worker?.leave();
    this.#heartbeat.stop();
    this.#stopHearing?.();
    await this.#heartbeat.remove().catch(() => undefined);
    await this.#heartbeat.close();
    await this.#store.close();
  }

  #hear(): Promise<() => void> {
    return hearRuns({
      listener: this.#options.listener,
      executorId: this.executorId,
      onEvents: (runIds) => this.#changes.tell(runIds),
      onInbox: (runIds) => this.#worker?.look(runIds),
      onQueued: (runIds) => this.#worker?.take(runIds),
      onWatch: () => this.#notices.othersWatch(),
      onGap: () => {
        this.#changes.tellAll();
        this.#worker?.lookAtAll();
      },
    });
  }

  /** Tells whoever has the run, or takes one that nobody has. */
  #arrived(arrival: Arrival): void {
    const { runId, owner } = arrival;
    if (owner !== null) {
      if (owner === this.executorId) this.#worker?.look([runId]);
      else this.#notices.arrived(arrival);
    } else if (this.#worker === null) this.#notices.queued(runId);
    else this.#worker.take([runId]);
  }

  #left({ kept, outputs, key }: RunMemory, how: Leaving): void {
    if (how !== "finished") return this.#ends.lookAgain(key.id);
    const { failure, state } = kept.onDisk;
    const told = failure === null ? null : { ...failure };
    this.#ends.tell({ runId: key.id, state, outputs, failure: told });
  }
}
