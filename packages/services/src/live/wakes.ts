import type { TraceStep } from "@callbook/core/failure";
import type { Context } from "../context.ts";
import { type ListChanges, type ListNews, MOST_CHANGES } from "./runs-list.ts";
import type { Topic } from "./topics.ts";

export interface Woken {
  /** Topics that may have news. */
  readonly names: ReadonlySet<string>;
  /** What has changed in the list of runs, in its order; "reload": more than can be told. */
  readonly list: readonly ListChanges[] | "reload";
  readonly traces: readonly {
    readonly name: `connection-test:${string}`;
    readonly trace: readonly TraceStep[];
  }[];
  /** Whether the person is still signed in is to be asked. */
  readonly session: boolean;
  /** His rights may have changed. */
  readonly rights: boolean;
}

/** Collects what a stream is woken for; what comes while it works is there at its next look. */
export class Wakes {
  readonly #ends: (() => void)[] = [];
  #names = new Set<string>();
  #list: ListChanges[] | "reload" = [];
  #traces: Woken["traces"][number][] = [];
  #session = true;
  #rights = false;
  #resolve: (() => void) | null = null;
  #awake = true;

  constructor(context: Context, topics: ReadonlyMap<string, Topic>, signal: AbortSignal) {
    // At first everything may have news since the cursors.
    this.#names = new Set(topics.keys());
    const all = [...topics.values()];
    for (const topic of all) this.#follow(context, topic);
    this.#ends.push(
      context.notices.subscribe((notice) => {
        if (notice.kind === "person" && notice.userId === context.actor.userId) this.#wakePerson();
        if (notice.kind === "missed") {
          for (const name of topics.keys()) this.#wake(name);
          this.#wakePerson();
        }
      }),
    );
    const onAbort = () => this.#wake(null);
    signal.addEventListener("abort", onAbort);
    this.#ends.push(
      context.live.followSessions(() => {
        this.#session = true;
        this.#wake(null);
      }),
      () => signal.removeEventListener("abort", onAbort),
    );
  }

  /** It is time to ask who he is, before he is told more. */
  get asksWho(): boolean {
    return this.#session;
  }

  /** There may be more news of a topic than were told. */
  again(name: string): void {
    this.#wake(name);
  }

  /** What there is to look at; the next look begins empty. */
  take(): Woken {
    const woken: Woken = {
      names: this.#names,
      list: this.#list,
      traces: this.#traces,
      session: this.#session,
      rights: this.#rights,
    };
    this.#names = new Set();
    this.#list = [];
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

  #follow(context: Context, topic: Topic): void {
    const wake = () => this.#wake(topic.name);
    switch (topic.kind) {
      case "run":
        this.#ends.push(context.live.followRun(topic.id, wake));
        return;
      case "playbook":
        this.#ends.push(context.live.followPlaybook(topic.id, wake));
        return;
      case "runs":
        this.#ends.push(context.live.followList((news) => this.#addToList(news)));
        return;
      case "catalogue":
        this.#ends.push(context.catalogues.subscribe(wake));
        return;
      case "test":
        this.#followTest(context, topic);
    }
  }

  #followTest(context: Context, { name, testKey }: Extract<Topic, { kind: "test" }>): void {
    this.#ends.push(
      context.tests.watch(testKey, context.actor.userId, (trace) => {
        // Only the newest trace of a test counts.
        this.#traces = [...this.#traces.filter((one) => one.name !== name), { name, trace }];
        this.#wake(null);
      }),
    );
  }

  /** Of what comes faster than the page takes it, nothing is dropped: it reads the list anew. */
  #addToList(news: ListNews): void {
    if (news === null) this.#list = "reload";
    else if (this.#list !== "reload") {
      this.#list.push(news);
      const count = this.#list.reduce((sum, changes) => sum + changes.count, 0);
      if (count > MOST_CHANGES) this.#list = "reload";
    }
    this.#wake("runs:list");
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
