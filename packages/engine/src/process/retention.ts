/** Makes room in the run log: partitions for the weeks to come, and old weeks away. Any process may; one at a time does. */
import type { EngineLog, Tell } from "../ports.ts";
import type { RunRetention } from "../store/run-store.ts";

export interface RetentionOptions {
  readonly store: RunRetention;
  readonly log: EngineLog;
  readonly tell: Tell;
}

/** A week is due once; looking for it costs nothing. */
const everyMs = 60 * 60 * 1000;

export class Retention {
  readonly #options: RetentionOptions;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Makes the partitions that runs of today need, and goes on by itself. */
  async start(): Promise<void> {
    await this.#options.store.ensurePartitions();
    this.#timer = setInterval(() => void this.sweep(), everyMs);
    this.#timer.unref();
    void this.sweep();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#round;
  }

  /** One round. Never rejects: the next round tries again. */
  sweep(): Promise<void> {
    this.#round ??= this.#sweepOnce()
      .catch((error: unknown) => this.#options.tell("dropping old runs", error))
      .finally(() => {
        this.#round = null;
      });
    return this.#round;
  }

  async #sweepOnce(): Promise<void> {
    const { store, log } = this.#options;
    await store.ensurePartitions();
    const days = await store.readDaysToKeep();
    const dropped = await store.dropDue(days, this.#stopping.signal);
    if (dropped === null || dropped.weeks.length + dropped.held.length === 0) return;
    const { weeks, held, runs, excepted } = dropped;
    const told = { weeks: weeks.join(", "), runs, excepted, held: held.join(", ") };
    log("info", "old runs were dropped", { days, ...told });
  }
}
