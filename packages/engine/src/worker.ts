/** The part of the engine that claims runs and performs them, in a process that does so. */
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent } from "@callbook/core/log";
import type { PerformerContext } from "./performer/context.ts";
import { Host } from "./performer/host.ts";
import type { RunMemory } from "./performer/memory.ts";
import type { Leaving } from "./performer/messages.ts";
import type { EngineLog, RunnableRevision, Tell } from "./ports.ts";
import type { Heartbeat } from "./process/heartbeat.ts";
import { Retention } from "./process/retention.ts";
import { Sweeper } from "./process/sweeper.ts";
import type { StartingHost } from "./run/start.ts";
import { openDbosShell } from "./shell/dbos-shell.ts";
import type { OpenShell, Shell } from "./shell/shell.ts";
import type { NewRunRow, RunKey } from "./store/rows.ts";
import type { Arrival, RunStore } from "./store/run-store.ts";

export interface WorkerOptions {
  /** Address of the database, for the shell; holds the password, never log it. */
  readonly databaseUrl: string;
  readonly executorId: string;
  readonly store: RunStore;
  readonly context: PerformerContext;
  readonly heartbeat: Heartbeat;
  readonly timing: {
    readonly sweepMs: number;
    readonly leaseMs: number;
    readonly patienceMs: number;
    readonly restMs: number;
    readonly stopMs: number;
  };
  /** Runs performed here at once. */
  readonly room: number;
  readonly knows: (event: RunEvent) => boolean;
  readonly openShell?: OpenShell;
  readonly onArrival: (arrival: Arrival) => void;
  readonly onLeft: (memory: RunMemory, how: Leaving) => void;
  readonly log: EngineLog;
  readonly tell: Tell;
}

/** Starts of the queue at once in this process. */
const queuedAtOnce = 32;

export class EngineWorker implements StartingHost {
  readonly #options: WorkerOptions;
  readonly #host: Host;
  #shell: Shell | null = null;
  #sweeper: Sweeper | null = null;
  #retention: Retention | null = null;
  #stopping = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { store, executorId, context, timing, knows, onLeft } = options;
    this.#host = new Host({
      store,
      executorId,
      context,
      leaseMs: timing.leaseMs,
      knows,
      dead: () => this.#sweeper?.dead ?? [],
      onLeft,
      onClaimable: (runIds) => this.take(runIds),
    });
  }

  get activeRuns(): number {
    return this.#host.active;
  }

  get hasRoom(): boolean {
    return this.#host.active < this.#options.room;
  }

  /** Whether it is performed here, and its leaving will be told. */
  performs(runId: number): boolean {
    return this.#host.performs(runId);
  }

  create(key: RunKey, row: NewRunRow, revision: RunnableRevision): Promise<void> {
    return this.#host.create(key, row, revision);
  }

  begun(runIds: readonly number[]): Promise<void> {
    return this.#opened().start(runIds);
  }

  queued(runIds: readonly number[]): Promise<void> {
    return this.#opened().enqueue(runIds);
  }

  /** There may be something in the inbox of these runs. */
  look(runIds: readonly number[]): void {
    this.#host.look(runIds);
  }

  lookAtAll(): void {
    this.#host.look(this.#host.activeIds());
  }

  /** Takes up runs that nobody has, if this process is the first to claim them. */
  take(runIds: readonly number[]): void {
    if (this.#shell === null || this.#stopping || runIds.length === 0) return;
    void this.#shell.start(runIds).catch((error: unknown) => this.#tell("starting runs", error));
  }

  /** Looks once at what others left before it answers. */
  async start(): Promise<void> {
    const { databaseUrl, executorId, store, heartbeat, timing, room, log, tell } = this.#options;
    const { onArrival } = this.#options;
    const host = this.#host;
    const shell = await (this.#options.openShell ?? openDbosShell)({
      databaseUrl,
      executorId,
      drive: (runIds) => host.drive(runIds),
      queuedAtOnce,
      tell,
    });
    this.#shell = shell;
    const { sweepMs: everyMs, leaseMs, patienceMs, restMs } = timing;
    const who = { store, executorId, host, shell, heartbeat, onArrival, tell };
    this.#sweeper = new Sweeper({ ...who, everyMs, leaseMs, patienceMs, restMs, room });
    await this.#sweeper.sweep();
    this.#sweeper.start();
    this.#retention = new Retention({ store, log, tell });
    await this.#retention.start();
  }

  /** Begins nothing more, waits a while for answers of calls in flight, and tells the rest to stop. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#retention?.stop();
    await this.#sweeper?.stop();
    this.#host.pause();
    const waited = new AbortController();
    await Promise.race([
      this.#host.emptied(),
      delay(this.#options.timing.stopMs, undefined, { signal: waited.signal }).catch(
        () => undefined,
      ),
    ]);
    waited.abort();
    this.#host.abandon();
  }

  /** Gives every run back; nothing of them is written here any more. */
  async leave(): Promise<void> {
    try {
      await this.#options.store.handBack(this.#options.executorId);
    } catch (error) {
      this.#tell("giving runs back", error);
    }
    await this.#shell?.stop().catch((error: unknown) => this.#tell("stopping the shell", error));
  }

  #opened(): Shell {
    if (this.#shell === null) throw new Error("the engine has not been started");
    return this.#shell;
  }

  get #tell(): Tell {
    return this.#options.tell;
  }
}
