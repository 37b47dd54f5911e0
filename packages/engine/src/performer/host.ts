/** The runs that this process has: opens them, hands them what comes, and lets them go. */
import { newDocument, type PlaybookDocument } from "@callbook/core/document";
import { emptyRunState, type RunEvent, type RunEventBody, type RunState } from "@callbook/core/run";
import type { Pool } from "pg";
import { readInbox } from "../inbox/take.ts";
import type { Append, NewRunRow } from "../journal/append.ts";
import { type Batcher, batcher } from "../process/batcher.ts";
import { type ClaimedRun, claimRuns, leaveRun } from "../run/claim.ts";
import { loadRun } from "../run/load.ts";
import type { PerformerContext } from "./context.ts";
import { diedRepeatedly } from "./crash.ts";
import { Driver } from "./driver.ts";
import type { DriverEnd } from "./facts.ts";
import type { RunMemory } from "./memory.ts";
import { outboundStatuses, resume } from "./resume.ts";

/** Openings without a new event after which a run is given up. */
export const SILENT_OPENINGS = 5;
const documentsKept = 100;

export interface HostOptions {
  readonly pool: Pool;
  readonly executorId: string;
  readonly context: PerformerContext;
  /** Processes known to be dead. */
  readonly dead: () => readonly string[];
  readonly onEnd: (memory: RunMemory, end: DriverEnd) => void;
  /** Runs that have something to do and that nobody has. */
  readonly onClaimable: (runIds: readonly number[]) => void;
}

export class Host {
  private readonly options: HostOptions;
  private readonly drivers = new Map<number, Driver>();
  private readonly documents = new Map<number, Promise<PlaybookDocument>>();
  private readonly inbox: Batcher<number>;
  /** Runs that are being loaded. */
  private readonly opening = new Set<number>();
  private closed = false;

  constructor(options: HostOptions) {
    this.options = options;
    this.inbox = batcher((runIds) => this.readInboxOf(runIds), this.logged("reading the inbox"));
  }

  get active(): number {
    return this.drivers.size;
  }

  has(runId: number): boolean {
    return this.drivers.has(runId) || this.opening.has(runId);
  }

  activeIds(): readonly number[] {
    return [...this.drivers.keys(), ...this.opening];
  }

  callsInFlight(): number {
    return [...this.drivers.values()].reduce((sum, driver) => sum + driver.callsInFlight, 0);
  }

  /** Kept by revision, which never changes. */
  document(revisionId: number): Promise<PlaybookDocument> {
    const known = this.documents.get(revisionId);
    if (known !== undefined) return known;
    const loading = this.options.context.ports.loadRevision(revisionId);
    if (this.documents.size >= documentsKept) this.documents.clear();
    this.documents.set(revisionId, loading);
    loading.catch(() => this.documents.delete(revisionId));
    return loading;
  }

  /**
   * Makes a run with its row, RunStarted and its first steps in one append.
   * Rejects as the journal does. A row without executor is queued, and not kept here.
   */
  async create(runId: number, row: NewRunRow, document: PlaybookDocument): Promise<void> {
    const { revisionId, testRun } = row;
    const started: RunEventBody = { v: 1, type: "RunStarted", revisionId, testRun };
    const { context } = this.options;
    if (row.executorId === null) {
      const events = [{ seq: 1, at: context.ports.clock().toISOString(), event: started }];
      return context.journal.append(queuedAppend(runId, row, events));
    }
    const driver = this.keep(newMemory(runId, row, document));
    await driver.begin({ effects: [], record: (draft) => draft.record(started) });
    await driver.created;
  }

  /** Performs runs until each has left this process; opens those that it does not have. Never rejects. */
  async drive(runIds: readonly number[]): Promise<void> {
    try {
      const missing = this.closed ? [] : runIds.filter((id) => !this.has(id));
      if (missing.length > 0) await this.open(missing);
    } catch (error) {
      this.logged("opening runs")(error);
    }
    await Promise.all(runIds.flatMap((id) => this.drivers.get(id)?.ended ?? []));
  }

  /** Opens runs of living owners too, because they did not obey. */
  async takeOver(runIds: readonly number[]): Promise<void> {
    await this.open(runIds, true);
  }

  private async open(runIds: readonly number[], force = false): Promise<void> {
    const { pool, executorId, dead } = this.options;
    const claim = { executorId, dead: dead(), force };
    for (const id of runIds) this.opening.add(id);
    try {
      const claimed = await claimRuns(pool, runIds, claim);
      await Promise.all(claimed.map((each) => this.openOne(each)));
    } finally {
      for (const id of runIds) this.opening.delete(id);
    }
  }

  private async openOne(claimed: ClaimedRun): Promise<void> {
    const { pool, context } = this.options;
    try {
      const document = await this.document(claimed.revisionId);
      const loaded = await loadRun(pool, context.ports, claimed, document);
      this.drivers.get(claimed.id)?.abandon();
      const driver = this.keep(loaded.memory, outboundStatuses(loaded));
      if (loaded.silentOpenings > SILENT_OPENINGS) {
        const { state } = loaded.memory;
        return driver.crash(diedRepeatedly(state, document, SILENT_OPENINGS));
      }
      const resumption = await resume(pool, context, loaded);
      const rows = await readInbox(pool, [claimed.id]);
      await driver.begin(resumption, rows);
    } catch (error) {
      this.drivers.get(claimed.id)?.abandon();
      this.logged("opening a run", { runId: claimed.id })(error);
      if (claimed.silentOpenings > SILENT_OPENINGS) this.giveUp(claimed);
      else await leaveRun(pool, claimed.id, claimed.epoch);
    }
  }

  /** A run that cannot even be loaded ends all the same. */
  private giveUp(claimed: ClaimedRun): void {
    const document = newDocument({ name: "unknown" });
    const startedAt = this.options.context.ports.clock().toISOString();
    const state: RunState = { ...emptyRunState, seq: claimed.headSeq, state: "running", startedAt };
    const known = {
      hasWaits: false,
      outputs: null,
      actions: new Map(),
      entries: new Map(),
      handles: new Map(),
    };
    const driver = this.keep({ ...claimed, document, state, create: null, ...known });
    driver.crash({ code: "F-INTERNAL", message: "The run cannot be read; the log says why." });
  }

  /** There may be something in the inbox of these runs. */
  look(runIds: readonly number[]): void {
    for (const id of runIds) if (this.drivers.has(id)) this.inbox.add(id);
  }

  private async readInboxOf(runIds: readonly number[]): Promise<void> {
    const rows = await readInbox(this.options.pool, runIds);
    for (const id of new Set(rows.map(({ runId }) => runId))) {
      const driver = this.drivers.get(id);
      const those = rows.filter(({ runId }) => runId === id);
      if (driver === undefined) this.options.onClaimable([id]);
      else await driver.deliver(those);
    }
  }

  private keep(memory: RunMemory, statuses: ReadonlyMap<string, number> = new Map()): Driver {
    const driver = new Driver(this.options.context, memory, statuses);
    this.drivers.set(memory.id, driver);
    void driver.ended.then((end) => {
      if (this.drivers.get(memory.id) === driver) this.drivers.delete(memory.id);
      // Whatever came while it let go finds nobody; look once more.
      if (end === "parked" && !this.closed) this.inbox.add(memory.id);
      this.options.onEnd(memory, end);
    });
    if (this.closed) driver.pause();
    return driver;
  }

  /** Begins no further action and opens nothing more. */
  pause(): void {
    this.closed = true;
    for (const driver of this.drivers.values()) driver.pause();
  }

  /** Resolves when no run is left here. */
  async emptied(): Promise<void> {
    while (this.drivers.size > 0)
      await Promise.all([...this.drivers.values()].map(({ ended }) => ended));
  }

  abandon(): void {
    for (const driver of this.drivers.values()) driver.abandon();
  }

  private logged(what: string, detail: Readonly<Record<string, number>> = {}) {
    return (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      this.options.context.ports.log("error", `${what} failed`, { ...detail, message });
    };
  }
}

function newMemory(id: number, row: NewRunRow, document: PlaybookDocument): RunMemory {
  const { playbookId, siteId, actingUserId, inputs } = row;
  const known = {
    hasWaits: false,
    outputs: null,
    actions: new Map(),
    entries: new Map(),
    handles: new Map(),
  };
  const of = { playbookId, siteId, actingUserId, inputs, document };
  return { id, epoch: 1, ...of, state: emptyRunState, create: row, ...known };
}

function queuedAppend(runId: number, create: NewRunRow, events: readonly RunEvent[]): Append {
  return {
    runId,
    epoch: 0,
    headSeq: 0,
    create,
    events,
    logs: [],
    actionRuns: [],
    results: [],
    waits: [],
    accepted: [],
    closedWaits: [],
    closesAllWaits: false,
    inboxTaken: [],
    columns: {
      state: "queued",
      startedAt: null,
      finishedAt: null,
      handledFailures: 0,
      failure: null,
      outputs: null,
      released: false,
    },
  };
}
