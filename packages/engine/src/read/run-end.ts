/** Waits for the end of a run, wherever it runs. */
import type { Json, JsonObject } from "@callbook/core/json";
import type { RunStateName } from "@callbook/core/run";
import type { Pool } from "pg";
import type { Changes } from "./changes.ts";

export interface RunEnd {
  readonly runId: number;
  readonly state: RunStateName;
  readonly outputs: Readonly<Record<string, Json>> | null;
  readonly failure: JsonObject | null;
}

/** Ends that this process saw, for those who wait here. */
export class RunEnds {
  private readonly pool: Pool;
  private readonly changes: Changes;
  private readonly isHere: (runId: number) => boolean;
  private readonly waiting = new Map<number, Set<(end: RunEnd) => void>>();

  constructor(pool: Pool, changes: Changes, isHere: (runId: number) => boolean) {
    this.pool = pool;
    this.changes = changes;
    this.isHere = isHere;
  }

  tell(end: RunEnd): void {
    for (const listener of this.waiting.get(end.runId) ?? []) listener(end);
  }

  /** The end of the run, or null when `ms` pass before it (or there is no such run). */
  async waitFor(runId: number, ms: number): Promise<RunEnd | null> {
    const { promise, resolve } = Promise.withResolvers<RunEnd | null>();
    const listeners = this.waiting.get(runId) ?? new Set();
    listeners.add(resolve);
    this.waiting.set(runId, listeners);
    const look = (): void => {
      // What runs here tells by itself; a read would only cost.
      if (this.isHere(runId)) return;
      this.read(runId).then(
        (end) => end !== null && resolve(end),
        () => undefined,
      );
    };
    const unsubscribe = this.changes.subscribe([runId], look);
    const timer = setTimeout(() => resolve(null), ms);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unsubscribe();
      listeners.delete(resolve);
      if (listeners.size === 0) this.waiting.delete(runId);
    }
  }

  private async read(runId: number): Promise<RunEnd | null> {
    const answer = await this.pool.query<Omit<RunEnd, "runId">>({
      name: "run end",
      text: "select state, outputs, failure from run where id = $1 and finished_at is not null",
      values: [runId],
    });
    const row = answer.rows[0];
    return row === undefined ? null : { runId, ...row };
  }
}
