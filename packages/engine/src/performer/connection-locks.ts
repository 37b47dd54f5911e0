/** How many executions one connection takes at once: those that come later wait in their order. */
import type { SharedPlaces } from "./shared-places.ts";

interface Turn {
  readonly limit: number;
  readonly begin: () => void;
  begun: boolean;
}

export class ConnectionLocks {
  readonly #active = new Map<number, number>();
  readonly #waiting = new Map<number, Turn[]>();

  readonly #shared: Pick<SharedPlaces, "acquire">;

  /** `shared`: the turns among all processes, asked once it is somebody's turn here. */
  constructor(shared: Pick<SharedPlaces, "acquire">) {
    this.#shared = shared;
  }

  /**
   * Resolves when fewer than `limit` executions run on the connection, in this process and in others; the
   * answer gives the place back. Rejects with the signal's reason when aborted before.
   */
  async acquire(connectionId: number, limit: number, signal: AbortSignal): Promise<() => void> {
    const release = await this.#turnHere(connectionId, limit, signal);
    try {
      const giveBack = await this.#shared.acquire(connectionId, limit, signal);
      return () => {
        giveBack();
        release();
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  #turnHere(connectionId: number, limit: number, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        if (turn.begun) return;
        const queue = this.#waiting.get(connectionId) ?? [];
        this.#keep(
          connectionId,
          queue.filter((each) => each !== turn),
        );
        reject(signal.reason);
        this.#next(connectionId);
      };
      const turn: Turn = {
        limit,
        begun: false,
        begin: () => {
          signal.removeEventListener("abort", giveUp);
          resolve(this.#releaser(connectionId));
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#keep(connectionId, [...(this.#waiting.get(connectionId) ?? []), turn]);
      this.#next(connectionId);
    });
  }

  #releaser(connectionId: number): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const left = (this.#active.get(connectionId) ?? 1) - 1;
      if (left === 0) this.#active.delete(connectionId);
      else this.#active.set(connectionId, left);
      this.#next(connectionId);
    };
  }

  #next(connectionId: number): void {
    const queue = this.#waiting.get(connectionId) ?? [];
    for (let turn = queue[0]; turn !== undefined; turn = queue[0]) {
      const active = this.#active.get(connectionId) ?? 0;
      if (active >= turn.limit) break;
      queue.shift();
      turn.begun = true;
      this.#active.set(connectionId, active + 1);
      turn.begin();
    }
    this.#keep(connectionId, queue);
  }

  #keep(connectionId: number, queue: Turn[]): void {
    if (queue.length === 0) this.#waiting.delete(connectionId);
    else this.#waiting.set(connectionId, queue);
  }
}
