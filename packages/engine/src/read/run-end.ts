/** Waits for the end of a run, wherever it runs. */
import type { Json, JsonObject } from "@callbook/core/json";
import type { RunStateName } from "@callbook/core/log";
import { patiently } from "../journal/patience.ts";
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
  /** Whether this process performs it now, and so will `tell` of its end or `lookAgain` when it leaves. */
  readonly isPerformedHere: (runId: number) => boolean;
}

/** Somebody who waits here. */
interface Waiter {
  readonly end: (end: RunEnd) => void;
  readonly look: () => void;
}

/** Ends that this process saw, for those who wait here. */
export class RunEnds {
  readonly #options: RunEndsOptions;
  readonly #waiting = new Map<number, Set<Waiter>>();

  constructor(options: RunEndsOptions) {
    this.#options = options;
  }

  tell(end: RunEnd): void {
    for (const waiter of this.#waiting.get(end.runId) ?? []) waiter.end(end);
  }

  /** The run has left this process and has not ended here: it may have elsewhere. */
  lookAgain(runId: number): void {
    for (const waiter of this.#waiting.get(runId) ?? []) waiter.look();
  }

  /** The end of the run, or null when `ms` pass before it (or there is no such run). */
  async waitFor(runId: number, ms: number): Promise<RunEnd | null> {
    const { promise, resolve, reject } = Promise.withResolvers<RunEnd | null>();
    const over = new AbortController();
    const look = (): void => {
      // What is performed here tells by itself; a read would only cost.
      if (this.#options.isPerformedHere(runId)) return;
      patiently(() => this.#read(runId), over.signal).then(
        (end) => end !== null && resolve(end),
        reject,
      );
    };
    const leave = this.#enter(runId, { end: resolve, look });
    const unsubscribe = this.#options.changes.subscribe([runId], look);
    const timer = setTimeout(() => resolve(null), ms);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      over.abort();
      unsubscribe();
      leave();
    }
  }

  #enter(runId: number, waiter: Waiter): () => void {
    const waiters = this.#waiting.get(runId) ?? new Set();
    waiters.add(waiter);
    this.#waiting.set(runId, waiters);
    return () => {
      waiters.delete(waiter);
      if (waiters.size === 0) this.#waiting.delete(runId);
    };
  }

  async #read(runId: number): Promise<RunEnd | null> {
    const { store } = this.#options;
    const run = await store.readRun(runId);
    if (run === null || run.finishedAt === null) return null;
    const { outputs, failure } = await store.readRunBody(run.key);
    return { runId, state: run.state, outputs, failure };
  }
}
