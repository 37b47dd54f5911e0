import type { TraceStep } from "@callbook/core/failure";
import type { Context } from "../context.ts";
import type { Topic } from "./topics.ts";

export interface Woken {
  /** Topics that may have news. */
  readonly names: ReadonlySet<string>;
  /** Runs of which the list may have news; with `moreRuns` others may have some too. */
  readonly runIds: ReadonlySet<number>;
  readonly moreRuns: boolean;
  readonly traces: readonly {
    readonly name: `connection-test:${string}`;
    readonly trace: readonly TraceStep[];
  }[];
  /** Whether the person is still signed in is to be asked. */
  readonly session: boolean;
  /** His rights may have changed. */
  readonly rights: boolean;
}

/** Runs remembered for the list between two looks; of more, only that there were more. */
const MOST_RUNS = 1000;

/** Collects what a stream is woken for; what comes while it works is there at its next look. */
export class Wakes {
  readonly #ends: (() => void)[] = [];
  #names = new Set<string>();
  #runIds = new Set<number>();
  #moreRuns = false;
  #traces: Woken["traces"][number][] = [];
  #session = true;
  #rights = false;
  #resolve: (() => void) | null = null;
  #awake = true;

  constructor(
    context: Context,
    topics: ReadonlyMap<string, Topic>,
    signal: AbortSignal,
    sessionEveryMs: number,
  ) {
    // At first everything may have news since the cursors.
    this.#names = new Set(topics.keys());
    const all = [...topics.values()];
    this.#watchRuns(context, all);
    this.#ends.push(
      context.notices.subscribe((notice) => {
        if (notice.kind === "playbook") this.#wake(`playbook:${notice.id}`);
        if (notice.kind === "person" && notice.userId === context.actor.userId) this.#wakePerson();
        if (notice.kind === "missed") {
          for (const name of topics.keys()) this.#wake(name);
          this.#wakePerson();
        }
      }),
    );
    if (topics.has("catalogue"))
      this.#ends.push(context.catalogues.subscribe(() => this.#wake("catalogue")));
    for (const topic of all) {
      if (topic.kind !== "test") continue;
      const { name, testKey } = topic;
      this.#ends.push(
        context.tests.watch(testKey, context.actor.userId, (trace) => {
          // Only the newest trace of a test counts.
          this.#traces = [...this.#traces.filter((one) => one.name !== name), { name, trace }];
          this.#wake(null);
        }),
      );
    }
    const timer = setInterval(() => {
      this.#session = true;
      this.#wake(null);
    }, sessionEveryMs);
    const onAbort = () => this.#wake(null);
    signal.addEventListener("abort", onAbort);
    this.#ends.push(
      () => clearInterval(timer),
      () => signal.removeEventListener("abort", onAbort),
    );
  }

  /** What there is to look at; the next look begins empty. */
  take(): Woken {
    const woken: Woken = {
      names: this.#names,
      runIds: this.#runIds,
      moreRuns: this.#moreRuns,
      traces: this.#traces,
      session: this.#session,
      rights: this.#rights,
    };
    this.#names = new Set();
    this.#runIds = new Set();
    this.#moreRuns = false;
    this.#traces = [];
    this.#session = false;
    this.#rights = false;
    this.#awake = false;
    return woken;
  }

  /** Resolves when there is something to look at, at once when there is already. */
  wait(): Promise<void> {
    if (this.#awake) return Promise.resolve();
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  close(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #watchRuns(context: Context, topics: readonly Topic[]): void {
    const ids = topics.flatMap((topic) => (topic.kind === "run" ? [topic.id] : []));
    if (ids.length > 0)
      this.#ends.push(
        context.engine.subscribe(ids, (changed) => {
          for (const id of changed) this.#wake(`run:${id}`);
        }),
      );
    if (!topics.some(({ kind }) => kind === "runs")) return;
    this.#ends.push(
      context.engine.subscribe(null, (changed, more) => {
        for (const id of changed) this.#remember(id);
        if (more) this.#moreRuns = true;
        this.#wake("runs:list");
      }),
    );
  }

  #remember(runId: number): void {
    if (this.#runIds.has(runId)) return;
    if (this.#runIds.size < MOST_RUNS) this.#runIds.add(runId);
    else this.#moreRuns = true;
  }

  #wakePerson(): void {
    this.#session = true;
    this.#rights = true;
    this.#wake(null);
  }

  #wake(name: string | null): void {
    if (name !== null) this.#names.add(name);
    this.#awake = true;
    this.#resolve?.();
    this.#resolve = null;
  }
}
