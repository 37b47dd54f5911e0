/**
 * How this process's database is, for everybody who needs it: who misses it reports that here, so that one
 * word is told of an outage, and who waits for it is told when it gives no answer at all.
 */
import { DatabaseAway, type DatabaseTrouble, databaseTrouble } from "./trouble.ts";
import { Watch } from "./watch.ts";

export interface Outages {
  /** True: the error says that the database is away for a while. One word of it is told. */
  report(error: unknown): boolean;
  /**
   * Work of somebody who waits for an answer. Rejects with DatabaseAway as soon as the database is known to
   * answer nobody: within a second, and at once while that lasts. What was begun is not stopped.
   */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** null: it can be written. As of a moment ago. */
  check(): Promise<DatabaseTrouble | null>;
  close(): Promise<void>;
}

export interface OutagesOptions {
  /** Address of the database; holds the password, never log it. */
  readonly url: string;
  /** Statements that succeed if what this process writes can be written; they are rolled back. */
  readonly writes: string;
  /** Called once for each outage, with what made it known. */
  readonly onBegin: (trouble: DatabaseTrouble, error: unknown) => void;
  /** Called when it has been well for a while, with the milliseconds since it began. */
  readonly onEnd: (ms: number) => void;
}

/** What is the case, to go on after "the database". */
export const TROUBLES: Readonly<Record<DatabaseTrouble, string>> = {
  unreachable: "cannot be reached",
  restarting: "is starting or stopping",
  connections: "takes no more connections",
  room: "has no room left",
  "read-only": "takes no writes",
  busy: "is locked or too slow",
  conflict: "refuses transactions that meet",
};

/** Who waits longer than this has the database asked whether it answers at all. */
const patienceMs = 250;
const againMs = 250;
/** An outage is over when nobody has missed the database for so long. */
const quietMs = 3_000;

export function openOutages(options: OutagesOptions): Outages {
  const outages = new KnownOutages(options);
  return {
    report: (error) => outages.report(error),
    within: (work) => outages.within(work),
    check: () => outages.check(),
    close: () => outages.close(),
  };
}

class KnownOutages {
  readonly #options: OutagesOptions;
  readonly #watch: Watch;
  /** Whoever waits, told when the database answers nobody. */
  readonly #waiting = new Set<(error: DatabaseAway) => void>();
  #since: number | null = null;
  #lastReport = 0;
  #silent = false;
  #asking: NodeJS.Timeout | null = null;
  #following: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: OutagesOptions) {
    this.#options = options;
    this.#watch = new Watch(options);
  }

  report(error: unknown): boolean {
    const trouble = databaseTrouble(error);
    if (trouble === null) return false;
    // Transactions meet in a healthy database too.
    if (trouble === "conflict" || this.#closed) return true;
    this.#lastReport = performance.now();
    if (this.#since !== null) return true;
    this.#since = this.#lastReport;
    this.#options.onBegin(trouble, error);
    this.#follow();
    return true;
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.#silent) throw silence();
    const { promise: lost, reject } = Promise.withResolvers<never>();
    // Nobody may be left to hear it.
    lost.catch(() => undefined);
    this.#waiting.add(reject);
    this.#asking ??= setTimeout(() => void this.#ask(), patienceMs).unref();
    try {
      return await Promise.race([work(), lost]);
    } finally {
      this.#waiting.delete(reject);
    }
  }

  async check(): Promise<DatabaseTrouble | null> {
    const trouble = await this.#watch.writable();
    this.#heard(trouble !== "unreachable");
    if (trouble !== null)
      this.report(new DatabaseAway(trouble, `the database ${TROUBLES[trouble]}`));
    return trouble;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#asking !== null) clearTimeout(this.#asking);
    if (this.#following !== null) clearTimeout(this.#following);
    await this.#watch.close();
  }

  /** Asks as long as somebody has waited for a while, or the database is silent. */
  async #ask(): Promise<void> {
    if (this.#waiting.size > 0 || this.#silent) {
      const answers = await this.#watch.answers();
      this.#heard(answers);
      if (!answers) this.report(silence());
    }
    const again = this.#waiting.size > 0 || this.#silent;
    this.#asking =
      again && !this.#closed ? setTimeout(() => void this.#ask(), againMs).unref() : null;
  }

  #heard(answers: boolean): void {
    this.#silent = !answers;
    if (answers) return;
    for (const reject of this.#waiting) reject(silence());
    this.#waiting.clear();
    this.#asking ??= setTimeout(() => void this.#ask(), againMs).unref();
  }

  /** Until it is over. */
  #follow(): void {
    const look = async (): Promise<void> => {
      const trouble = await this.#watch.writable();
      this.#heard(trouble !== "unreachable");
      if (trouble !== null) this.#lastReport = performance.now();
      const isOver = performance.now() - this.#lastReport > quietMs;
      if (!isOver || this.#since === null) return this.#follow();
      this.#options.onEnd(Math.round(this.#lastReport - this.#since));
      this.#since = null;
    };
    if (!this.#closed) this.#following = setTimeout(() => void look(), againMs * 2).unref();
  }
}

function silence(): DatabaseAway {
  return new DatabaseAway("unreachable", "the database does not answer");
}
