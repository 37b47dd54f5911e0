import { LRUCache } from "lru-cache";

/** Reads of one kind that are kept for a while, and shared by all who ask for the same meanwhile. */
export interface KeptReads<Key extends string | number, Value> {
  read(key: Key): Promise<Value>;
  /** The next question is read anew, also while an older one is still being read. */
  forget(key: Key): void;
  clear(): void;
}

export interface KeptReadsOptions<Value> {
  /** Most answers that are kept; those not asked for longest go first. */
  readonly max: number;
  /** How old an answer may be, in milliseconds; null: it never changes. */
  readonly ms: number | null;
  /** False for an answer that may be another one at any moment; left out: all are kept. */
  readonly keeps?: (value: Value) => boolean;
}

/** Keeps what `read` answers. What it fails with is not kept. */
export function keepReads<Key extends string | number, Value>(
  read: (key: Key) => Promise<Value>,
  { max, ms, keeps = () => true }: KeptReadsOptions<Value>,
): KeptReads<Key, Value> {
  const kept = new LRUCache<Key, Promise<Value>>({ max, ttl: ms ?? 0, ttlResolution: 0 });
  const drop = (key: Key, answer: Promise<Value>): void => {
    if (kept.peek(key) === answer) kept.delete(key);
  };
  return {
    read: (key) => {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const answer = read(key);
      kept.set(key, answer);
      answer.then(
        (value) => keeps(value) || drop(key, answer),
        () => drop(key, answer),
      );
      return answer;
    },
    forget: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}
