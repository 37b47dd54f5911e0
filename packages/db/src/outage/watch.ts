/** Asks the database how it is, over a connection of its own, and is never kept waiting by it. */
import pg from "pg";
import { type DatabaseTrouble, databaseTrouble } from "./trouble.ts";

export interface WatchOptions {
  /** Holds the password: never log it. */
  readonly url: string;
  /** Statements that are rolled back. */
  readonly writes: string;
}

/** Silence is counted in ticks between which sockets are read: a process that stood still has counted one. */
const tickMs = 50;
const answerTicks = 10;
const writeTicks = 20;
/** A connection that has been silent for so long is given up for a new one. */
const givenUpMs = 5_000;
/** Answers are this fresh. */
const freshMs = 500;

const silent = Symbol("silent");

export class Watch {
  readonly #options: WatchOptions;
  #client: pg.Client | null = null;
  /** The end of the question before: a connection is asked one thing at a time. */
  #line: Promise<unknown> = Promise.resolve();
  #answering: { readonly since: number; readonly answer: Promise<boolean> } | null = null;
  #writing: Promise<DatabaseTrouble | null> | null = null;
  #wrote: { readonly at: number; readonly trouble: DatabaseTrouble | null } | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Whether it answers anything at all, if only to refuse. */
  async answers(): Promise<boolean> {
    if (this.#answering !== null && performance.now() - this.#answering.since > givenUpMs)
      this.#drop();
    this.#answering ??= { since: performance.now(), answer: this.#simply() };
    const { answer } = this.#answering;
    return (await orSilence(answer, answerTicks)) === true;
  }

  /** What keeps it from being written; null: nothing. */
  async writable(): Promise<DatabaseTrouble | null> {
    if (this.#wrote !== null && performance.now() - this.#wrote.at < freshMs)
      return this.#wrote.trouble;
    this.#writing ??= this.#tryWriting().finally(() => {
      this.#writing = null;
    });
    const trouble = await this.#writing;
    this.#wrote = { at: performance.now(), trouble };
    return trouble;
  }

  close(): Promise<void> {
    this.#drop();
    return Promise.resolve();
  }

  async #simply(): Promise<boolean> {
    try {
      // A session that was cut says nothing of the database: it is asked once more, over a new one.
      await this.#next(() => this.#twice((client) => client.query("select 1")));
      return true;
    } catch (error) {
      return databaseTrouble(error) !== "unreachable";
    } finally {
      this.#answering = null;
    }
  }

  async #tryWriting(): Promise<DatabaseTrouble | null> {
    if (!(await this.answers())) return "unreachable";
    const writes = this.#next(() => this.#twice((client) => this.#write(client))).then(
      () => null,
      // What is refused for another reason is nothing that passes, and told by who writes.
      (error: unknown) => databaseTrouble(error),
    );
    const trouble = await orSilence(writes, writeTicks);
    if (trouble !== silent) return trouble;
    this.#drop();
    return "busy";
  }

  async #write(client: pg.Client): Promise<void> {
    try {
      await client.query(`begin; ${this.#options.writes}`);
    } finally {
      await client.query("rollback");
    }
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const asked = this.#line.then(work);
    this.#line = asked.catch(() => undefined);
    return asked;
  }

  async #twice<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#connected());
    } catch (error) {
      const trouble = databaseTrouble(error);
      if (trouble !== "unreachable" && trouble !== "restarting") throw error;
      this.#drop();
      return await work(await this.#connected());
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: "callbook watch",
      keepAlive: true,
      connectionTimeoutMillis: givenUpMs,
    });
    client.on("error", () => undefined);
    await client.connect();
    this.#client = client;
    return client;
  }

  #drop(): void {
    void this.#client?.end().catch(() => undefined);
    this.#client = null;
    this.#answering = null;
    this.#line = Promise.resolve();
  }
}

async function orSilence<T>(answer: Promise<T>, ticks: number): Promise<T | typeof silent> {
  let timer: NodeJS.Timeout | undefined;
  const { promise, resolve } = Promise.withResolvers<typeof silent>();
  const tick = (left: number): void => {
    if (left === 0) return resolve(silent);
    timer = setTimeout(() => tick(left - 1), tickMs);
  };
  tick(ticks);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
