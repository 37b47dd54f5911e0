/** Does what is to be done with the server, one task at a time, and tries again until it has answered. */
import {
  type ExchangeEvent,
  type ExchangeState,
  exchangeAfter,
  pauseAfter,
} from "./exchange-state.ts";
import { troubleOf } from "./playbook-server.ts";

/** One request and what follows from its answer. Rejects when there was none; then it is asked for anew. */
export type Task = () => Promise<void>;

interface ExchangeOptions {
  /** Nothing is asked of the server before this has resolved. */
  readonly ready: Promise<void>;
  /** What is to be done now; null: nothing. */
  readonly nextTask: () => Task | null;
  readonly onChange: () => void;
  /** Calls back after so many milliseconds; returns how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export class Exchange {
  readonly #options: ExchangeOptions;
  #state: ExchangeState = { kind: "loading" };
  #running: Promise<void> | null = null;
  #callOffPause: (() => void) | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    void options.ready.then(() => {
      this.#go({ kind: "loaded" });
      this.start();
    });
  }

  get state(): ExchangeState {
    return this.#state;
  }

  /** Does what is to be done, unless that is under way. */
  start(): void {
    if (this.#running !== null || this.#state.kind === "loading" || this.#state.kind === "closed")
      return;
    this.#callOffPause?.();
    this.#go({ kind: "started" });
    this.#running = this.#run();
  }

  /** Forgets what stood in the way and tries at once. */
  wake(): void {
    this.#go({ kind: "woken" });
    this.start();
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    await this.#options.ready;
    while (this.#running !== null) await this.#running;
  }

  close(): void {
    this.#callOffPause?.();
    this.#go({ kind: "closed" });
  }

  async #run(): Promise<void> {
    // Edits of the same moment travel together.
    await Promise.resolve();
    try {
      for (let task = this.#next(); task !== null; task = this.#next()) {
        await task();
        this.#go({ kind: "answered" });
      }
      this.#running = null;
      this.#go({ kind: "finished" });
    } catch (error) {
      this.#running = null;
      this.#go({ kind: "failed", trouble: troubleOf(error) });
      this.#tryAgain();
    }
  }

  /** At once when somebody woke it meanwhile, after a pause when the server is away, else when there is a reason to. */
  #tryAgain(): void {
    if (this.#state.kind === "idle") this.start();
    if (this.#state.kind !== "offline") return;
    const pause = pauseAfter(this.#state.failures);
    this.#callOffPause = this.#options.after(pause, () => this.start());
  }

  #next(): Task | null {
    return this.#state.kind === "closed" ? null : this.#options.nextTask();
  }

  #go(event: ExchangeEvent): void {
    const state = exchangeAfter(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onChange();
  }
}
