/** Starts runs: the row, RunStarted and the first steps are one append; then the shell takes over. */
import { isDeepStrictEqual } from "node:util";
import type { Json } from "@callbook/core/json";
import type { Pool } from "pg";
import type { BoundaryHook } from "../boundary.ts";
import { RequestKeyTaken } from "../journal/append.ts";
import type { IdSource } from "../journal/id-source.ts";
import type { Host } from "../performer/host.ts";
import type { Shell } from "../shell/shell.ts";

export interface StartRequest {
  readonly playbookId: number;
  readonly revisionId: number;
  readonly siteId: number;
  /** Of a draft. */
  readonly testRun: boolean;
  /** Whose rights the run has. */
  readonly actingUserId: string;
  readonly startedBy: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** Idempotency-Key of the starter, unique in its playbook; null: none. */
  readonly requestKey: string | null;
}

export interface StartedRun {
  readonly runId: number;
  /**
   * "repeated": the same request was made before, this is its run. "different":
   * a run with this key exists that was given other inputs.
   */
  readonly outcome: "started" | "repeated" | "different";
}

export interface StarterOptions {
  readonly pool: Pool;
  readonly executorId: string;
  readonly host: Host;
  readonly shell: () => Shell;
  readonly runIds: IdSource;
  /** Runs that this process performs at once; beyond it they are queued. */
  readonly room: number;
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
  private readonly options: StarterOptions;
  private stopped = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly begun: number[] = [];
  private readonly queued: number[] = [];

  constructor(options: StarterOptions) {
    this.options = options;
  }

  /** Resolves when every run is on disk. Rejects with EngineStopping, or with what loading or writing rejects with. */
  start(requests: readonly StartRequest[]): Promise<readonly StartedRun[]> {
    return Promise.all(requests.map((request) => this.startOne(request)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer === null) return;
    clearTimeout(this.timer);
    await this.handOver().catch(this.options.onError);
  }

  private async startOne(request: StartRequest): Promise<StartedRun> {
    if (this.stopped) throw new EngineStopping();
    const { host, executorId, room, boundary } = this.options;
    const document = await host.document(request.revisionId);
    const [runId = 0] = await this.options.runIds.take(1);
    if (this.stopped) throw new EngineStopping();
    const isOurs = host.active < room;
    try {
      await host.create(runId, { ...request, executorId: isOurs ? executorId : null }, document);
    } catch (error) {
      if (error instanceof RequestKeyTaken && request.requestKey !== null)
        return this.find(request, request.requestKey);
      throw error;
    }
    boundary("between run row and enqueue");
    this.dispatch(runId, isOurs);
    return { runId, outcome: "started" };
  }

  /** Not waited for: the run is on disk, and the sweep finds what the shell forgets. */
  private dispatch(runId: number, isOurs: boolean): void {
    const ids = isOurs ? this.begun : this.queued;
    ids.push(runId);
    this.timer ??= setTimeout(() => void this.handOver().catch(this.options.onError), groupMs);
  }

  /** Most runs are over by now, and need nobody who remembers them. */
  private async handOver(): Promise<void> {
    this.timer = null;
    const { host, shell } = this.options;
    const queued = this.queued.splice(0);
    const begun = this.begun.splice(0).filter((id) => host.has(id));
    if (queued.length > 0) await shell().enqueue(queued);
    if (begun.length > 0) await shell().start(begun);
  }

  private async find(request: StartRequest, key: string): Promise<StartedRun> {
    const answer = await this.options.pool.query<{ id: number; inputs: Json }>(
      "select id, inputs from run where playbook_id = $1 and request_key = $2",
      [request.playbookId, key],
    );
    const row = answer.rows[0];
    if (row === undefined) throw new RequestKeyTaken();
    const same = isDeepStrictEqual(row.inputs, request.inputs);
    return { runId: row.id, outcome: same ? "repeated" : "different" };
  }
}
