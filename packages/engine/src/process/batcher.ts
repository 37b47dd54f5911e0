/** Collects what comes in while the work on the batch before is under way. */
export interface Batcher<T> {
  /** Added twice before its turn, a thing is worked on once. */
  add(thing: T): void;
}

export function batcher<T>(
  work: (things: readonly T[]) => Promise<void>,
  onError: (error: unknown) => void,
): Batcher<T> {
  const waiting = new Set<T>();
  let working = false;
  const workAll = async (): Promise<void> => {
    working = true;
    await Promise.resolve();
    while (waiting.size > 0) {
      const things = [...waiting];
      waiting.clear();
      await work(things).catch(onError);
    }
    working = false;
  };
  return {
    add: (thing) => {
      waiting.add(thing);
      if (!working) void workAll();
    },
  };
}
