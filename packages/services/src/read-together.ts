import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Makes one read of what many ask for in the same moment: things of the same name are one. Whoever asks
 * once it has begun gets the next, so that nobody is answered with what was read before he asked.
 */
export function readTogether<Key, Value>(
  nameOf: (key: Key) => string,
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>,
): (key: Key) => Promise<Value | undefined> {
  interface Round {
    readonly keys: Map<string, Key>;
    readonly answer: Promise<ReadonlyMap<string, Value>>;
  }
  let open: Round | null = null;
  const begin = (): Round => {
    const keys = new Map<string, Key>();
    const answer = nextTurn().then(() => {
      open = null;
      return read([...keys.values()]);
    });
    return { keys, answer };
  };
  return async (key) => {
    open ??= begin();
    const { keys, answer } = open;
    const name = nameOf(key);
    keys.set(name, key);
    return (await answer).get(name);
  };
}
