/** Waits for the end of a run, wherever it runs. */
import type { Json, JsonObject } from "@callbook/core/json";
import type { RunStateName } from "@callbook/core/log";
import type { RunReader } from "../store/run-store.ts";
import type { Changes } from "./changes.ts";

export interface RunEnd {
  readonly runId: number;
  readonly state: RunStateName;
  readonly outputs: Readonly<Record<string, Json>> | null;
  readonly failure: JsonObject | null;
}

export interface RunEndsOptions {
  readonly store: Pick<RunReader, "readRun" | "readRunBody">;
  readonly changes: Changes;
  /** Whether this process runs it, and so tells of its end. */
  readonly isHere: (runId: number) => boolean;
}

/** Ends that this process saw, for those who wait here. */
export class RunEnds {
  readonly #options: RunEndsOptions;
  readonly #waiting = new Map<number, Set<(end: RunEnd) => void>>();

  constructor(options: RunEndsOptions) {
    this.#options = options;
  }

  tell(end: RunEnd): void {
    for (const listener of this.#waiting.get(end.runId) ?? []) listener(end);
  }

  /** The end of the run, or null when `ms` pass before it (or there is no such run). */
  async waitFor(runId: number, ms: number): Promise<RunEnd | null> {
    const { promise, resolve } = Promise.withResolvers<RunEnd | null>();
    const listeners = this.#waiting.get(runId) ?? new Set();
    listeners.add(resolve);
    this.#waiting.set(runId, listeners);
    const look = (): void => {
      // What runs here tells by itself; a read would only cost.
      if (this.#options.isHere(runId)) return;
      this.#read(runId).then(
        (end) => end !== null && resolve(end),
        () => undefined,
      );
    };
    const unsubscribe = this.#options.changes.subscribe([runId], look);
    const timer = setTimeout(() => resolve(null), ms);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unsubscribe();
      listeners.delete(resolve);
      if (listeners.size === 0) this.#waiting.delete(runId);
    }
  }

  async #read(runId: number): Promise<RunEnd | null> {
    const { store } = this.#options;
    const run = await store.readRun(runId);
    if (run === null || run.finishedAt === null) return null;
    const { outputs, failure } = await store.readRunBody(run.key);
    return { runId, state: run.state, outputs, failure };
  }
}
