/**
 * The engine of one process: starts runs, performs them, hears what comes for
 * them, and takes over what dead processes left. Any number of processes may run
 * it against one database.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";
import { type BoundaryHook, noBoundaryHook } from "./boundary.ts";
import { CallbackReceiver, type CallbackReply, type InboundCallback } from "./callback/receive.ts";
import { Listener } from "./inbox/listener.ts";
import { requestCancel } from "./inbox/put.ts";
import { IdSource } from "./journal/id-source.ts";
import { Journal } from "./journal/journal.ts";
import { ConnectionLocks } from "./performer/connection-locks.ts";
import type { PerformerContext } from "./performer/context.ts";
import type { DriverEnd } from "./performer/facts.ts";
import { Host } from "./performer/host.ts";
import type { RunMemory } from "./performer/memory.ts";
import type { EnginePorts } from "./ports.ts";
import { Heartbeat } from "./process/heartbeat.ts";
import { newExecutorId } from "./process/identity.ts";
import { Sweeper } from "./process/sweeper.ts";
import { Changes, type RunsChanged } from "./read/changes.ts";
import { type RunEnd, RunEnds } from "./read/run-end.ts";
import { handBack } from "./run/claim.ts";
import { type StartedRun, Starter, type StartRequest } from "./run/start.ts";
import { openDbosShell } from "./shell/dbos-shell.ts";
import type { OpenShell, Shell } from "./shell/shell.ts";

export interface EngineOptions {
  /** Address of the database, for LISTEN and the shell; holds the password, never log it. */
  readonly databaseUrl: string;
  /** Shared with the rest of the process. */
  readonly pool: Pool;
  readonly ports: EnginePorts;
  readonly timing?: Partial<EngineTiming>;
  /** Runs performed here at once; more are queued for whoever has room. */
  readonly room?: number;
  /** Called at the instants at which dying matters; for tests of exactly that. */
  readonly boundary?: BoundaryHook;
  readonly openShell?: OpenShell;
  readonly executorId?: string;
}

export interface EngineTiming {
  readonly heartbeatMs: number;
  /** A process that was not seen for so long is dead. */
  readonly leaseMs: number;
  readonly sweepMs: number;
  /** How long a queued run may be without owner, and an owner may disobey a cancel. */
  readonly patienceMs: number;
  readonly cancelGraceMs: number;
  /** How long a stop waits for answers of calls in flight. */
  readonly stopMs: number;
}

const usualTiming: EngineTiming = {
  heartbeatMs: 2_000,
  leaseMs: 10_000,
  sweepMs: 2_000,
  patienceMs: 5_000,
  cancelGraceMs: 3_000,
  stopMs: 8_000,
};

const usualRoom = 256;

export class Engine {
  readonly executorId: string;
  private readonly options: EngineOptions;
  private readonly timing: EngineTiming;
  private readonly journal: Journal;
  private readonly heartbeat: Heartbeat;
  private readonly host: Host;
  private readonly starter: Starter;
  private readonly receiver: CallbackReceiver;
  private readonly changes = new Changes();
  private readonly ends: RunEnds;
  private readonly listener: Listener;
  private shell: Shell | null = null;
  private sweeper: Sweeper | null = null;
  private stopping: Promise<void> | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
    this.timing = { ...usualTiming, ...options.timing };
    this.executorId = options.executorId ?? newExecutorId();
    const { pool, ports, databaseUrl, boundary = noBoundaryHook, room = usualRoom } = options;
    const { executorId } = this;
    const onWritten: RunsChanged = (runIds) => this.changes.tell(runIds);
    this.journal = new Journal({ pool, executorId, onWritten });
    const { log } = ports;
    const everyMs = this.timing.heartbeatMs;
    const { leaseMs } = this.timing;
    this.heartbeat = new Heartbeat({ pool, executorId, everyMs, leaseMs, log });
    const context: PerformerContext = {
      ports,
      journal: this.journal,
      actionIds: new IdSource(pool, "action_run_id_seq", 50),
      locks: new ConnectionLocks(),
      boundary,
      databaseNow: () => this.heartbeat.databaseNow(),
      cancelGraceMs: this.timing.cancelGraceMs,
    };
    this.host = new Host({
      pool,
      executorId,
      context,
      dead: () => this.sweeper?.dead ?? [],
      onEnd: (memory, end) => this.ended(memory, end),
      onClaimable: (runIds) => this.startHere(runIds),
    });
    this.ends = new RunEnds(pool, this.changes, (runId) => this.host.has(runId));
    this.starter = new Starter({
      pool,
      executorId,
      host: this.host,
      shell: () => this.opened(),
      runIds: new IdSource(pool, "run_id_seq", 0),
      room,
      boundary,
      onError: (error) => this.warn("dispatching runs", error),
    });
    const arrived = (runId: number): void => this.arrived(runId);
    this.receiver = new CallbackReceiver(pool, arrived, () => ports.clock().getTime());
    this.listener = new Listener({
      databaseUrl,
      executorId,
      onEvents: onWritten,
      onInbox: (runIds) => this.host.look(runIds),
      onGap: () => {
        this.changes.tellAll();
        this.host.look(this.host.activeIds());
      },
      log,
    });
  }

  /**
   * Begins to live: seen by others before it takes anything, listening before it
   * looks, and looking once before it answers. The tables must be there
   * (`migrate` and `migrateShell`).
   */
  async start(): Promise<void> {
    await this.heartbeat.start();
    await this.listener.start();
    const { databaseUrl, pool, ports } = this.options;
    const { executorId, host, heartbeat, timing } = this;
    const shell = await (this.options.openShell ?? openDbosShell)({
      databaseUrl,
      executorId,
      drive: (runIds) => host.drive(runIds),
      queuedAtOnce: 32,
      onWarning: (message) => ports.log("warning", message, { of: "shell" }),
    });
    this.shell = shell;
    const { sweepMs, leaseMs, patienceMs } = timing;
    const { room = usualRoom } = this.options;
    const sweeping = { everyMs: sweepMs, leaseMs, patienceMs, room, log: ports.log };
    this.sweeper = new Sweeper({ pool, executorId, host, shell, heartbeat, ...sweeping });
    await this.sweeper.sweep();
    this.sweeper.start();
  }

  /** Starts runs; resolves when all are on disk. Rejects with EngineStopping once a stop has begun. */
  startRuns(requests: readonly StartRequest[]): Promise<readonly StartedRun[]> {
    return this.starter.start(requests);
  }

  /** The end of a run, wherever it runs; null when `ms` pass before it. */
  waitForEnd(runId: number, ms: number): Promise<RunEnd | null> {
    return this.ends.waitFor(runId, ms);
  }

  /** Asks for the end of a run; `name` is what "Cancelled by" says. False: it has ended already. */
  async cancel(
    runId: number,
    who: { readonly userId: string; readonly name: string },
  ): Promise<boolean> {
    const asked = await requestCancel(this.options.pool, runId, who);
    if (asked) this.arrived(runId);
    return asked;
  }

  /** Answers a request to a callback URL. */
  receiveCallback(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply> {
    return this.receiver.receive(id, token, arrived);
  }

  /** Calls back after events of these runs (null: of any) are on disk. The answer ends it. */
  subscribe(runIds: readonly number[] | null, listener: RunsChanged): () => void {
    return this.changes.subscribe(runIds, listener);
  }

  /** Runs that this process performs now. */
  get activeRuns(): number {
    return this.host.active;
  }

  /**
   * Begins nothing more, waits a while for answers of calls in flight, tells the
   * rest to stop, and gives every run back. A second call waits for the first.
   */
  stop(): Promise<void> {
    this.stopping ??= this.stopOnce();
    return this.stopping;
  }

  private async stopOnce(): Promise<void> {
    await this.starter.stop();
    await this.sweeper?.stop();
    this.host.pause();
    const waited = new AbortController();
    await Promise.race([
      this.host.emptied(),
      delay(this.timing.stopMs, undefined, { signal: waited.signal }).catch(() => undefined),
    ]);
    waited.abort();
    this.host.abandon();
    await this.journal.stop();
    try {
      await handBack(this.options.pool, this.executorId);
    } catch (error) {
      this.warn("giving runs back", error);
    }
    this.heartbeat.stop();
    await this.shell?.stop().catch((error: unknown) => this.warn("stopping the shell", error));
    await this.listener.stop();
    await this.heartbeat.remove().catch(() => undefined);
  }

  private arrived(runId: number): void {
    if (this.host.has(runId)) this.host.look([runId]);
    else this.startHere([runId]);
  }

  private startHere(runIds: readonly number[]): void {
    if (this.shell === null || this.stopping !== null) return;
    void this.shell.start(runIds).catch((error: unknown) => this.warn("starting runs", error));
  }

  private ended(memory: RunMemory, end: DriverEnd): void {
    if (end !== "finished") return;
    const { state, outputs, id: runId } = memory;
    const { failure } = state;
    const shown =
      failure === null
        ? null
        : { code: failure.code, message: failure.message, blockId: failure.blockId };
    this.ends.tell({ runId, state: state.state, outputs, failure: shown });
  }

  private opened(): Shell {
    if (this.shell === null) throw new Error("the engine has not been started");
    return this.shell;
  }

  private warn(what: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.options.ports.log("warning", `${what} failed`, { message });
  }
}
