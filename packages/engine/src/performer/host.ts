/** The runs that this process has: opens them, hands them what comes, and lets them go. */
import { emptyRunState, KeptState, type RunEvent, type RunEventBody } from "@callbook/core/log";
import { patiently } from "../journal/patience.ts";
import { type RunnableRevision, UnfitRevision } from "../ports.ts";
import { type Batcher, batcher } from "../process/batcher.ts";
import { loadRemains, loadRun, UnknownEvent } from "../run/load.ts";
import type { NewRunRow, RunKey } from "../store/rows.ts";
import type { ClaimedRun, ClaimOptions, RunStore } from "../store/run-store.ts";
import { type PerformerContext, Stopped } from "./context.ts";
import { diedRepeatedly } from "./crash.ts";
import type { RunMemory } from "./memory.ts";
import type { Leaving } from "./messages.ts";
import { OwnedRun } from "./owned-run.ts";
import { outboundStatuses, reopen } from "./reopen.ts";
import { RunClock } from "./run-clock.ts";

/** Openings without a new event after which a run is given up. */
export const SILENT_OPENINGS = 5;

export interface HostOptions {
  readonly store: RunStore;
  readonly executorId: string;
  readonly context: PerformerContext;
  readonly leaseMs: number;
  readonly knows: (event: RunEvent) => boolean;
  /** Processes known to be dead. */
  readonly dead: () => readonly string[];
  /** Called once it is no longer here. */
  readonly onLeft: (memory: RunMemory, how: Leaving) => void;
  /** Runs that have something to do and that nobody has. */
  readonly onClaimable: (runIds: readonly number[]) => void;
}

export class Host {
  readonly #options: HostOptions;
  readonly #runs = new Map<number, OwnedRun>();
  readonly #inbox: Batcher<number>;
  /** Runs that are being claimed and loaded, until that is decided. */
  readonly #opening = new Map<number, Promise<void>>();
  /** Runs for which something came while they were being loaded. */
  readonly #calledMeanwhile = new Set<number>();
  /** Runs whose log or revision this version cannot read: they are left to a newer process. */
  readonly #unreadable = new Set<number>();
  /** Runs that were parked a moment ago, whose inbox is looked at once more. */
  readonly #parked = new Map<number, RunKey>();
  readonly #closing = new AbortController();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#inbox = batcher(
      (runIds) => this.#readInboxOf(runIds),
      (error) => options.context.tell("reading the inbox", error),
    );
  }

  get active(): number {
    return this.#runs.size;
  }

  /** Whether it is performed here, and its leaving will be told. */
  performs(runId: number): boolean {
    return this.#runs.has(runId);
  }

  /** It is performed here, or may be in a moment. */
  has(runId: number): boolean {
    return this.#runs.has(runId) || this.#opening.has(runId);
  }

  activeIds(): readonly number[] {
    return [...this.#runs.keys(), ...this.#opening.keys()];
  }

  /** Runs that this process has, and those that it leaves alone. */
  takenOrLeft(): readonly number[] {
    return [...this.activeIds(), ...this.#unreadable];
  }

  callsInFlight(): number {
    return [...this.#runs.values()].reduce((sum, run) => sum + run.callsInFlight, 0);
  }

  /** Makes a run with its row, RunStarted and its first steps in one append. Rejects as the journal does. */
  async create(key: RunKey, row: NewRunRow, revision: RunnableRevision): Promise<void> {
    const { revisionId, testRun } = row;
    const started: RunEventBody = { v: 1, type: "RunStarted", revisionId, testRun };
    const clock = new RunClock(this.#options.context.databaseNow);
    const run = this.#keep(newMemory(key, row, revision, clock));
    await run.begin({ begin: [], record: (turn) => turn.record(started) });
    await run.created;
  }

  /** Performs runs until each has left this process; opens those that it does not have. Never rejects. */
  async drive(runIds: readonly number[]): Promise<void> {
    try {
      // An opening that was asked for before may have looked before there was something to do.
      await Promise.all(runIds.flatMap((id) => this.#opening.get(id) ?? []));
      const missing = this.#isClosed ? [] : runIds.filter((id) => !this.has(id));
      if (missing.length > 0) await this.#open(missing);
    } catch (error) {
      this.#options.context.tell("opening runs", error);
    }
    await Promise.all(runIds.flatMap((id) => this.#runs.get(id)?.ended ?? []));
  }

  /** Opens runs of living owners too, because they did not obey. */
  async takeOver(runIds: readonly number[]): Promise<void> {
    await this.#open(runIds, { force: true, alone: false });
  }

  /** Opens a run that was opened in vain before. */
  async openAlone(runId: number): Promise<void> {
    await this.#open([runId], { force: false, alone: true });
  }

  async #open(
    runIds: readonly number[],
    how: Pick<ClaimOptions, "force" | "alone"> = { force: false, alone: false },
  ): Promise<void> {
    const { store, executorId, leaseMs, dead } = this.#options;
    const readable = [...new Set(runIds)].filter((id) => !this.#unreadable.has(id));
    const openings = new Map(readable.map((id) => [id, Promise.withResolvers<void>()] as const));
    for (const [id, { promise }] of openings) this.#opening.set(id, promise);
    const end = (id: number): void => {
      const opening = openings.get(id);
      if (this.#opening.get(id) === opening?.promise) this.#opening.delete(id);
      this.#calledMeanwhile.delete(id);
      opening?.resolve();
    };
    try {
      const claimed = await store.claim(readable, { executorId, dead: dead(), leaseMs, ...how });
      const those = new Set(claimed.map(({ key }) => key.id));
      for (const id of readable) if (!those.has(id)) end(id);
      await Promise.all(claimed.map((run) => this.#openOne(run).finally(() => end(run.key.id))));
    } finally {
      for (const id of readable) end(id);
    }
  }

  async #openOne(claimed: ClaimedRun): Promise<void> {
    const { store, context } = this.#options;
    const { id } = claimed.key;
    try {
      // An opening that the database cuts is none: it waits until the database is back, and counts once.
      await patiently(() => this.#bring(claimed), this.#closing.signal);
    } catch (error) {
      this.#runs.get(id)?.abandon();
      // What this process has not taken forward when it stops is handed back with the rest.
      if (this.#isClosed) return;
      context.tell("opening a run", error, { runId: id });
      if (error instanceof UnknownEvent || error instanceof UnfitRevision) {
        this.#unreadable.add(id);
        await store.leave(id, claimed.epoch, false);
      } else if (claimed.silentOpenings > SILENT_OPENINGS) await this.#giveUp(claimed);
      else await store.leave(id, claimed.epoch, true);
    }
  }

  async #bring(claimed: ClaimedRun): Promise<void> {
    const { store, context, knows } = this.#options;
    const { id } = claimed.key;
    const revision = await context.ports.loadRevision(claimed.revisionId);
    const { databaseNow, ports } = context;
    const loading = { store, runners: ports.runners, knows, databaseNow };
    const loaded = await loadRun(loading, claimed, revision);
    const statuses = outboundStatuses(loaded);
    if (loaded.silentOpenings > SILENT_OPENINGS) {
      const { kept, document } = loaded.memory;
      const died = diedRepeatedly(kept.onDisk, document, SILENT_OPENINGS);
      this.#keep(loaded.memory, statuses).crash(died);
      return store.pardon();
    }
    const opening = await reopen(store, loaded);
    const rows = await store.readInbox([claimed.key]);
    this.#runs.get(id)?.abandon();
    await this.#keep(loaded.memory, statuses).begin(opening, rows);
    if (this.#calledMeanwhile.delete(id)) this.#inbox.add(id);
  }

  /** A run that cannot even be loaded ends all the same, with all of it that can be read. */
  async #giveUp(claimed: ClaimedRun): Promise<void> {
    const { store, context } = this.#options;
    const { databaseNow, ports } = context;
    const remains = await patiently(
      () => loadRemains({ store, databaseNow }, claimed, ports.loadRevision),
      this.#closing.signal,
    );
    const run = this.#keep(remains);
    run.crash({ code: "F-INTERNAL", message: "The run cannot be read; the log says why." });
  }

  /** There may be something in the inbox of these runs. */
  look(runIds: readonly number[]): void {
    for (const id of runIds) {
      if (this.#runs.has(id)) this.#inbox.add(id);
      else if (this.#opening.has(id)) this.#calledMeanwhile.add(id);
    }
  }

  async #readInboxOf(runIds: readonly number[]): Promise<void> {
    const keys = runIds.flatMap(
      (id) => this.#runs.get(id)?.memory.key ?? this.#parked.get(id) ?? [],
    );
    for (const id of runIds) this.#parked.delete(id);
    // A callback may wait for long until the request that it answers has been: it is read once.
    const known = runIds.flatMap((id) => [...(this.#runs.get(id)?.seenInbox ?? [])]);
    const rows = await this.#options.store.readInbox(keys, known);
    for (const id of new Set(rows.map(({ runId }) => runId))) {
      const run = this.#runs.get(id);
      if (run === undefined) this.#options.onClaimable([id]);
      else await run.deliver(rows.filter(({ runId }) => runId === id));
    }
  }

  #keep(memory: RunMemory, statuses: ReadonlyMap<string, number> = new Map()): OwnedRun {
    const { context, onLeft } = this.#options;
    const run = new OwnedRun(context, memory, statuses);
    const { id } = memory.key;
    this.#runs.set(id, run);
    void run.ended.then((how) => {
      if (this.#runs.get(id) === run) this.#runs.delete(id);
      // Whatever came while it let go finds nobody; look once more.
      if (how === "parked" && !this.#isClosed) {
        this.#parked.set(id, memory.key);
        this.#inbox.add(id);
      }
      onLeft(memory, how);
    });
    if (this.#isClosed) run.pause();
    return run;
  }

  /** Begins no further pass and opens nothing more. */
  pause(): void {
    this.#closing.abort(new Stopped("shutdown"));
    for (const run of this.#runs.values()) run.pause();
  }

  /** Resolves when no run is left here. */
  async emptied(): Promise<void> {
    while (this.#runs.size > 0)
      await Promise.all([...this.#runs.values()].map(({ ended }) => ended));
  }

  abandon(): void {
    for (const run of this.#runs.values()) run.abandon();
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }
}

function nothingKnown() {
  return { hasWaits: false, outputs: null, passes: new Map(), values: new Map() };
}

function newMemory(
  key: RunKey,
  row: NewRunRow,
  revision: RunnableRevision,
  clock: RunClock,
): RunMemory {
  const { playbookId, siteId, actingUserId, inputs } = row;
  const whose = { playbookId, siteId, actingUserId, inputs };
  return {
    key,
    epoch: 1,
    ...whose,
    ...revision,
    kept: new KeptState(emptyRunState),
    clock,
    create: row,
    ...nothingKnown(),
  };
}
