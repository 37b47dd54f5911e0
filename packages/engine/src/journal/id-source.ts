/** Numbers from a sequence of the database, several at a time, so that rows that refer to each other go in one statement. */
import type { RunWriter } from "../store/run-store.ts";

interface Wanted {
  readonly count: number;
  readonly resolve: (ids: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

export class IdSource {
  readonly #store: Pick<RunWriter, "nextIds">;
  readonly #kind: "run" | "action run";
  /** Taken ahead of need. For runs none, so that their numbers are in order over all processes. */
  readonly #ahead: number;
  readonly #stock: number[] = [];
  readonly #wanted: Wanted[] = [];
  #fetching = false;

  constructor(store: Pick<RunWriter, "nextIds">, kind: "run" | "action run", ahead: number) {
    this.#store = store;
    this.#kind = kind;
    this.#ahead = ahead;
  }

  /** `count` numbers, ascending. Those who ask at one moment share one query. */
  take(count: number): Promise<readonly number[]> {
    if (this.#wanted.length === 0 && this.#stock.length >= count)
      return Promise.resolve(this.#stock.splice(0, count));
    return new Promise((resolve, reject) => {
      this.#wanted.push({ count, resolve, reject });
      if (!this.#fetching) void this.#fetch();
    });
  }

  async #fetch(): Promise<void> {
    this.#fetching = true;
    while (this.#wanted.length > 0) {
      const group = this.#wanted.splice(0);
      const needed = group.reduce((sum, { count }) => sum + count, 0) - this.#stock.length;
      try {
        const count = Math.max(0, needed) + this.#ahead;
        this.#stock.push(...(await this.#store.nextIds(this.#kind, count)));
        for (const { count: share, resolve } of group) resolve(this.#stock.splice(0, share));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#fetching = false;
  }
}
