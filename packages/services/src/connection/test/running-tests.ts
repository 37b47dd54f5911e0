import type { TraceStep } from "@callbook/core/failure";
import type { PrismaClient } from "@callbook/db";
import { type Notices, notify } from "../../notice/notice.ts";

/** Tests of connections and commands that run in this process, by the key the browser made. */
export interface RunningTests {
  /** Runs a test that can be stopped and watched; of two with one key the second is refused with null. */
  run<T>(key: string, userId: string, work: (test: RunningTest) => Promise<T>): Promise<T | null>;
  /** Stops a test of this person, at whichever process it runs; false: here is none, and the others were told. */
  cancel(key: string, userId: string): Promise<boolean>;
  /** The trace so far and each change of it. The answer ends it. */
  watch(key: string, userId: string, listener: (trace: readonly TraceStep[]) => void): () => void;
}

export interface RunningTest {
  readonly signal: AbortSignal;
  onTrace(trace: readonly TraceStep[]): void;
}

interface Entry {
  readonly controller: AbortController;
  trace: readonly TraceStep[] | null;
}

export function createRunningTests(db: PrismaClient, notices: Notices): RunningTests {
  const running = new Map<string, Entry>();
  const listeners = new Map<string, Set<(trace: readonly TraceStep[]) => void>>();
  // The person is part of the key: a guessed key of another's test leads nowhere.
  const keyOf = (key: string, userId: string): string => `${userId} ${key}`;
  const cancelHere = (key: string, userId: string): boolean => {
    const entry = running.get(keyOf(key, userId));
    entry?.controller.abort();
    return entry !== undefined;
  };
  notices.subscribe((notice) => {
    if (notice.kind === "cancel test") cancelHere(notice.testKey, notice.userId);
  });
  return {
    run: async (key, userId, work) => {
      const name = keyOf(key, userId);
      if (running.has(name)) return null;
      const entry: Entry = { controller: new AbortController(), trace: null };
      running.set(name, entry);
      try {
        return await work({
          signal: entry.controller.signal,
          onTrace: (trace) => {
            entry.trace = trace;
            for (const listener of listeners.get(name) ?? []) listener(trace);
          },
        });
      } finally {
        running.delete(name);
      }
    },
    cancel: async (key, userId) => {
      if (cancelHere(key, userId)) return true;
      await notify(db, { kind: "cancel test", testKey: key, userId });
      return false;
    },
    watch: (key, userId, listener) => {
      const name = keyOf(key, userId);
      const trace = running.get(name)?.trace;
      if (trace !== null && trace !== undefined) listener(trace);
      const all = listeners.get(name) ?? new Set();
      all.add(listener);
      listeners.set(name, all);
      return () => {
        all.delete(listener);
        if (all.size === 0) listeners.delete(name);
      };
    },
  };
}
