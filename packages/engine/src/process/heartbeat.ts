/** Tells the others that this process lives, and learns the database's clock by it. */
import type { Tell } from "../ports.ts";
import type { Beat, ProcessBook } from "../store/process-book.ts";

export interface HeartbeatOptions {
  readonly book: ProcessBook;
  readonly executorId: string;
  readonly everyMs: number;
  readonly leaseMs: number;
  /** Whether somebody here looks at runs of other processes. */
  readonly isWatching: () => boolean;
  /** Another process looks on, as of a moment ago. */
  readonly onOthersWatch: () => void;
  readonly tell: Tell;
}

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout | null = null;
  #offsetMs = 0;
  #lastBeat = 0;
  #hasOthers = false;
  #backSince = Number.NEGATIVE_INFINITY;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** The database's clock, as far as a beat ago tells. */
  databaseNow(): Date {
    return new Date(performance.timeOrigin + performance.now() + this.#offsetMs);
  }

  /** Another process lives, as of a beat ago. */
  get hasOthers(): boolean {
    return this.#hasOthers;
  }

  /** The others have heard of this process within a lease. */
  get isCurrent(): boolean {
    return performance.now() - this.#lastBeat <= this.#options.leaseMs;
  }

  /**
   * True while this process cannot judge who is late: it was frozen, or the
   * database was away or has lost the heartbeats in a crash, and for a lease
   * after that the others may come back too.
   */
  cannotJudge(): boolean {
    const { leaseMs } = this.#options;
    const now = performance.now();
    return now - this.#lastBeat > leaseMs || now - this.#backSince < leaseMs;
  }

  async start(): Promise<void> {
    await this.#beat();
    let isBeating = false;
    this.#timer = setInterval(() => {
      // Of a database that stands still one beat is waited for.
      if (isBeating) return;
      isBeating = true;
      void this.#beat()
        .catch((error: unknown) => this.#options.tell("a heartbeat", error))
        .finally(() => {
          isBeating = false;
        });
    }, this.#options.everyMs);
    this.#timer.unref();
  }

  /** Stops beating; the row stays until `remove`. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Takes the row of a process away, its own by default. */
  async remove(executorId = this.#options.executorId): Promise<void> {
    await this.#options.book.remove(executorId);
  }

  /** Lets the connection go, after `stop` and `remove`. */
  async close(): Promise<void> {
    await this.#options.book.close();
  }

  async #beat(): Promise<void> {
    const { book, isWatching, onOthersWatch } = this.#options;
    const asked = performance.now();
    const beat = await book.beat({ isWatching: isWatching() });
    this.#learn(beat, asked, performance.now());
    if (beat.othersWatch) onOthersWatch();
  }

  #learn({ seenAt, isFirst, hasOthers }: Beat, asked: number, answered: number): void {
    const wasAway = isFirst || answered - this.#lastBeat > this.#options.leaseMs;
    if (wasAway && this.#lastBeat > 0) this.#backSince = answered;
    this.#lastBeat = answered;
    this.#hasOthers = hasOthers;
    this.#offsetMs = seenAt.getTime() - (performance.timeOrigin + (asked + answered) / 2);
  }
}
