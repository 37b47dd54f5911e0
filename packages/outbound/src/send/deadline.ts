/** Why a send was stopped from outside; null while it goes on. */
export type StopCause = "timeout" | "cancelled" | null;

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
