import { useSyncExternalStore } from "react";

// One clock for all countdowns of the page: it ticks only while somebody reads it.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const listener of listeners) listener();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** Milliseconds since the epoch, a second apart. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (timer === null) now = Math.max(now, Math.floor(Date.now() / 1000) * 1000);
    return now;
  });
}
