/** Turns on a connection among processes: only where there are several, since each turn costs two statements. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { patiently } from "../journal/patience.ts";
import type { ConnectionPlaces } from "../store/run-store.ts";

export interface SharedPlacesOptions {
  readonly store: ConnectionPlaces;
  /** Whether another process lives. */
  readonly hasOthers: () => boolean;
  readonly onError: (error: unknown) => void;
}

/** Waits between looks for a place that another process has. */
const shortestPause = 25;
const longestPause = 500;

export class SharedPlaces {
  readonly #options: SharedPlacesOptions;

  constructor(options: SharedPlacesOptions) {
    this.#options = options;
  }

  /**
   * Resolves when fewer than `limit` executions of all processes run on the connection; the answer gives
   * the place back. Rejects with the signal's reason when aborted before.
   */
  async acquire(connectionId: number, limit: number, signal: AbortSignal): Promise<() => void> {
    const { store, hasOthers } = this.#options;
    const turn = randomUUID();
    const giveBack = () => this.#giveBack(connectionId, turn);
    try {
      for (let pause = shortestPause; hasOthers(); pause = Math.min(pause * 2, longestPause)) {
        if (await patiently(() => store.takePlace(connectionId, limit, turn), signal))
          return giveBack;
        await delay(pause, undefined, { signal }).catch(() => undefined);
        signal.throwIfAborted();
      }
    } catch (error) {
      // It may have been taken, and only the answer was lost.
      giveBack();
      throw error;
    }
    return () => undefined;
  }

  /** Not waited for. While the database is away it is tried again: nobody else gives it back. */
  #giveBack(connectionId: number, turn: string): void {
    const { store, onError } = this.#options;
    const never = new AbortController().signal;
    patiently(() => store.giveBackPlace(connectionId, turn), never).catch(onError);
  }
}
