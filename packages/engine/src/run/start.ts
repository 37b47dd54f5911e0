/** Starts runs: the row, RunStarted and the first steps are one append; then the shell takes over. */
import { isDeepStrictEqual } from "node:util";
import type { BoundaryHook } from "../boundary.ts";
import { RequestKeyTaken } from "../journal/append.ts";
import { IdSource } from "../journal/id-source.ts";
import type { Journal } from "../journal/journal.ts";
import type { EnginePorts, RunnableRevision } from "../ports.ts";
import type { Append, NewRunRow, RunKey } from "../store/rows.ts";
import type { RunStore } from "../store/run-store.ts";

/** What a run is started with. */
export type StartRequest = Omit<NewRunRow, "executorId">;

export interface StartedRun {
  readonly runId: number;
  /**
   * "repeated": the same request was made before, this is its run. "different":
   * a run with this key exists that was given other inputs.
   */
  readonly outcome: "started" | "repeated" | "different";
}

/** What performs runs in this process; a process that only answers has none. */
export interface StartingHost {
  /** Whether there is room for one more. */
  readonly hasRoom: boolean;
  /** Whether it still goes on here. */
  performs(runId: number): boolean;
  /** Makes the run here and takes it forward; resolves when it is on disk. */
  create(key: RunKey, row: NewRunRow, revision: RunnableRevision): Promise<void>;
  /** Hands runs that go on to whoever recovers them when this process dies. */
  begun(runIds: readonly number[]): Promise<void>;
  /** Leaves runs to whichever process has room first. */
  queued(runIds: readonly number[]): Promise<void>;
}

export interface StarterOptions {
  readonly store: RunStore;
  readonly journal: Journal;
  readonly loadRevision: EnginePorts["loadRevision"];
  /** The database's clock, by which a run has its day. */
  readonly databaseNow: () => Date;
  readonly executorId: string;
  /** null: this process performs no runs. */
  readonly host: StartingHost | null;
  /** Tells the processes that perform of a run that waits for them. */
  readonly onQueued: (runId: number) => void;
  readonly boundary: BoundaryHook;
  readonly onError: (error: unknown) => void;
}

/** Runs that start within this time are handed to the shell as one. */
const groupMs = 25;

/** The process is on its way out and starts nothing more. */
export class EngineStopping extends Error {
  constructor() {
    super("the server is stopping and starts no more runs");
    this.name = "EngineStopping";
  }
}

export class Starter {
  readonly #options: StarterOptions;
  readonly #runIds: IdSource;
  readonly #begun: number[] = [];
  readonly #queued: number[] = [];
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: StarterOptions) {
    this.#options = options;
    this.#runIds = new IdSource(options.store, "run", 0);
  }

  /** Resolves when every run is on disk. Rejects with EngineStopping, or with what loading or writing rejects with. */
  start(requests: readonly StartRequest[]): Promise<readonly StartedRun[]> {
    return Promise.all(requests.map((request) => this.#startOne(request)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    await this.#handOver().catch(this.#options.onError);
  }

  async #startOne(request: StartRequest): Promise<StartedRun> {
    if (this.#stopped) throw new EngineStopping();
    const { executorId, boundary, loadRevision } = this.#options;
    const revision = await loadRevision(request.revisionId);
    const [id] = await this.#runIds.take(1);
    if (this.#stopped || id === undefined) throw new EngineStopping();
    const host = this.#options.host?.hasRoom === true ? this.#options.host : null;
    const row = { ...request, executorId: host === null ? null : executorId };
    try {
      if (host === null) await this.#queue(this.#keyOf(id), row);
      else await host.create(this.#keyOf(id), row, revision);
    } catch (error) {
      if (error instanceof RequestKeyTaken && request.requestKey !== null)
        return this.#find(request, request.requestKey);
      throw error;
    }
    boundary("between run row and enqueue");
    this.#dispatch(id, host !== null);
    return { runId: id, outcome: "started" };
  }

  #keyOf(id: number): RunKey {
    return { id, day: this.#options.databaseNow().toISOString().slice(0, 10) };
  }

  #queue(key: RunKey, row: NewRunRow): Promise<void> {
    const at = this.#options.databaseNow().toISOString();
    return this.#options.journal.append(queuedAppend(key, row, at));
  }

  /** Not waited for: the run is on disk, and the sweep finds what is forgotten. */
  #dispatch(runId: number, isOurs: boolean): void {
    if (this.#options.host === null) return this.#options.onQueued(runId);
    (isOurs ? this.#begun : this.#queued).push(runId);
    this.#timer ??= setTimeout(() => void this.#handOver().catch(this.#options.onError), groupMs);
  }

  /** Most runs are over by now, and need nobody who remembers them. */
  async #handOver(): Promise<void> {
    this.#timer = null;
    const { host } = this.#options;
    const queued = this.#queued.splice(0);
    const begun = this.#begun.splice(0).filter((id) => host?.performs(id));
    if (queued.length > 0) await host?.queued(queued);
    if (begun.length > 0) await host?.begun(begun);
  }

  async #find(request: StartRequest, key: string): Promise<StartedRun> {
    const found = await this.#options.store.findByRequestKey(request.playbookId, key);
    if (found === null) throw new RequestKeyTaken();
    const same = isDeepStrictEqual(found.inputs, request.inputs);
    return { runId: found.key.id, outcome: same ? "repeated" : "different" };
  }
}

/** A run that waits for a process: its row and RunStarted. */
function queuedAppend(run: RunKey, create: NewRunRow, at: string): Append {
  const { revisionId, testRun } = create;
  return {
    run,
    epoch: 0,
    headSeq: 0,
    create,
    events: [{ seq: 1, at, event: { v: 1, type: "RunStarted", revisionId, testRun } }],
    logs: [],
    actionRuns: [],
    results: [],
    waits: [],
    accepted: [],
    closedWaits: [],
    closesAllWaits: false,
    inboxTaken: [],
    sparedDeliveries: [],
    columns: {
      state: "queued",
      startedAt: null,
      finishedAt: null,
      handledFailures: 0,
      requests: 0,
      failedRequests: 0,
      unknownRequests: 0,
      failure: null,
      outputs: null,
      released: false,
    },
  };
}
