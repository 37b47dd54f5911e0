/**
 * Work that is asked for more often than it can be done: it is done at once, then at most every so
 * often, one at a time and to its end. What is asked for meanwhile is done once, afterwards.
 */
export class Paced {
  readonly #work: () => Promise<unknown>;
  readonly #everyMs: number;
  #asked = false;
  #resting = false;
  #stopped = false;

  /** @param everyMs from the end of the work to its next beginning */
  constructor(work: () => Promise<unknown>, everyMs: number) {
    this.#work = work;
    this.#everyMs = everyMs;
  }

  ask(): void {
    this.#asked = true;
    if (!this.#resting) void this.#begin();
  }

  /** Nothing begins any more; what has begun ends. */
  stop(): void {
    this.#stopped = true;
  }

  async #begin(): Promise<void> {
    if (this.#stopped || !this.#asked) return;
    this.#asked = false;
    this.#resting = true;
    try {
      await this.#work();
    } catch {
      // Whoever does the work shows how it went; the next change tries again.
    }
    setTimeout(() => {
      this.#resting = false;
      void this.#begin();
    }, this.#everyMs);
  }
}
