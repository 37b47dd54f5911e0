/** Waits out a database that is away, restarting or busy. */
import { setTimeout as delay } from "node:timers/promises";
import { isPassing } from "@callbook/db";

const shortestPause = 50;
const longestPause = 2_000;

/**
 * Tries until it works, as long as what goes wrong passes and `mayRetry` says so.
 * Rejects with what does not pass, or with the signal's reason when it is aborted.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  mayRetry: () => boolean = () => true,
): Promise<T> {
  for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || !mayRetry()) throw error;
      await delay(pause, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
  }
}
