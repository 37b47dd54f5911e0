/** One call that reached the service. Header and body values are not kept, so no credential is. */
export interface LedgerEntry {
  number: number;
  method: string;
  path: string;
  route: string;
  idempotencyKey: string | null;
  status: number | null;
}

const keep = 10_000;

/** Counts every call that arrives, so that a test can tell how often its server really called. */
export class Ledger {
  #entries: LedgerEntry[] = [];
  #counts = new Map<string, number>();
  #total = 0;

  /** Writes a call down as soon as its request line is known; `status` stays null until it is answered. */
  arrive(call: Omit<LedgerEntry, "number" | "status">): LedgerEntry {
    this.#total += 1;
    const entry: LedgerEntry = { number: this.#total, status: null, ...call };
    this.#entries.push(entry);
    if (this.#entries.length > keep) this.#entries.shift();
    this.#counts.set(call.route, (this.#counts.get(call.route) ?? 0) + 1);
    return entry;
  }

  /** Totals by route, and the newest calls (at most 10,000), oldest first. */
  report(): { total: number; routes: Record<string, number>; calls: readonly LedgerEntry[] } {
    return { total: this.#total, routes: Object.fromEntries(this.#counts), calls: this.#entries };
  }

  clear(): void {
    this.#entries = [];
    this.#counts = new Map();
    this.#total = 0;
  }
}
