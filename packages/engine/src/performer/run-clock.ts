/**
 * The times of one run. Every process carries the database's clock, each a little differently, and
 * somebody may set that clock: whatever is told of a run later is never told as earlier.
 */
export class RunClock {
  readonly #databaseNow: () => Date;
  #latest: string;

  /** `latest`: the newest time that is known of the run; null: it begins now. */
  constructor(databaseNow: () => Date, latest: string | null = null) {
    this.#databaseNow = databaseNow;
    this.#latest = latest ?? "";
  }

  /** ISO time of what happens now. */
  now(): string {
    this.saw(this.#databaseNow().toISOString());
    return this.#latest;
  }

  /** Something of the run happened then, as another process or the database tells. */
  saw(at: string): void {
    if (at > this.#latest) this.#latest = at;
  }
}
