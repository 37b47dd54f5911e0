/** Why a send was stopped from outside; null while it goes on. */
export type StopCause = "timeout" | "cancelled" | null;

/** What `Deadline.until` rejects with when the deadline was first. */
export class Stopped extends Error {}

/**
 * One total deadline for a send, over all its phases and hops, together with the caller's signal.
 * A time-out that restarts with every chunk would let a slow drip go on for ever.
 */
export class Deadline {
  readonly timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | null;
  #cause: StopCause = null;

  constructor(timeoutMs: number, outer: AbortSignal | null) {
    this.timeoutMs = timeoutMs;
    this.#outer = outer;
    this.#timer = setTimeout(() => this.#stop("timeout"), timeoutMs);
    if (outer?.aborted === true) this.#cancel();
    else outer?.addEventListener("abort", this.#cancel, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get cause(): StopCause {
    return this.#cause;
  }

  /** Waits for a promise, but not past the deadline (rejects with Stopped); a late result is dropped. */
  until<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(new Stopped("stopped"));
      if (this.#cause !== null) stop();
      this.signal.addEventListener("abort", stop, { once: true });
      promise.then(resolve, reject).finally(() => this.signal.removeEventListener("abort", stop));
    });
  }

  /** Must be called when the send is over. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#cancel);
  }

  #cancel = (): void => this.#stop("cancelled");

  #stop(cause: "timeout" | "cancelled"): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    this.#controller.abort();
  }
}
