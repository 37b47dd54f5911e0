/**
 * What processes tell each other, after the commit and only where somebody looks: a notice inside of a
 * transaction holds a lock of the whole cluster until the commit. A notice names runs and holds
 * nothing else; whoever misses one finds what it is about by the next poll.
 */
import type { Arrival, NoticeSender } from "../store/run-store.ts";

/** "<process> <run>,<run>": their logs have grown; "<process> *": any log may have. */
export const EVENTS_CHANNEL = "callbook_run_events";
/** "<run>,<run>": something lies in their inboxes. */
export const INBOX_CHANNEL = "callbook_run_inbox";
/** "<process>": somebody there has begun to look at runs that are not its own. */
export const WATCH_CHANNEL = "callbook_run_watch";

/** "<run>,<run>": they are queued and nobody has them. */
export const QUEUED_CHANNEL = "callbook_run_queued";

export interface NoticesOptions {
  readonly store: NoticeSender;
  readonly executorId: string;
  readonly onError: (error: unknown) => void;
}

/** Notices that come within this time go as one. */
const collectMs = 20;
/** For so long after it was last heard of, another process is believed to look on. */
const watchMs = 10_000;
/** What nobody looked at when it was written is told to who begins to look within this time. */
const rememberMs = 5_000;
const mostRemembered = 2_000;
/** Runs in one notice, which PostgreSQL limits to 8,000 bytes. */
const runsAtOnce = 400;

export class Notices {
  readonly #options: NoticesOptions;
  readonly #written = new Set<number>();
  readonly #inboxes = new Set<number>();
  readonly #queued = new Set<number>();
  /** When runs were written that nobody was told of, oldest first. */
  readonly #untold = new Map<number, number>();
  #overflowed = Number.NEGATIVE_INFINITY;
  #tellUntil = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /** Events of these runs are on disk. */
  written(runIds: readonly number[]): void {
    for (const id of runIds) this.#written.add(id);
    this.#collect();
  }

  /** Something lies in the inbox of a run that another process has. */
  arrived({ runId, owner }: Arrival): void {
    if (owner === null || owner === this.#options.executorId) return;
    this.#inboxes.add(runId);
    this.#collect();
  }

  /** A run that this process started and does not perform. */
  queued(runId: number): void {
    this.#queued.add(runId);
    this.#collect();
  }

  /** Somebody in this process begins to look at runs of others. */
  beginWatching(): void {
    void this.#send([{ channel: WATCH_CHANNEL, payload: this.#options.executorId }]);
  }

  /** Another process looks on: it is told from now on, and of what it has just missed. */
  othersWatch(): void {
    const begins = performance.now() >= this.#tellUntil;
    this.#tellUntil = performance.now() + watchMs;
    if (!begins) return;
    const since = performance.now() - rememberMs;
    if (this.#overflowed >= since)
      void this.#send([{ channel: EVENTS_CHANNEL, payload: `${this.#options.executorId} *` }]);
    else for (const [id, at] of this.#untold) if (at >= since) this.#written.add(id);
    this.#untold.clear();
    this.#collect();
  }

  /** Sends what has been collected. */
  async stop(): Promise<void> {
    await this.#flush();
  }

  #collect(): void {
    this.#timer ??= setTimeout(() => void this.#flush(), collectMs).unref();
  }

  #flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const written = [...this.#written];
    const inboxes = [...this.#inboxes];
    const queued = [...this.#queued];
    for (const runIds of [this.#written, this.#inboxes, this.#queued]) runIds.clear();
    const isTold = performance.now() < this.#tellUntil;
    if (!isTold) this.#remember(written);
    return this.#send([
      ...(isTold ? groups(written) : []).map((runs) => ({
        channel: EVENTS_CHANNEL,
        payload: `${this.#options.executorId} ${runs}`,
      })),
      ...groups(inboxes).map((payload) => ({ channel: INBOX_CHANNEL, payload })),
      ...groups(queued).map((payload) => ({ channel: QUEUED_CHANNEL, payload })),
    ]);
  }

  #remember(runIds: readonly number[]): void {
    const now = performance.now();
    for (const id of runIds) {
      this.#untold.delete(id);
      this.#untold.set(id, now);
    }
    for (const [id, at] of this.#untold) {
      if (at < now - rememberMs) this.#untold.delete(id);
      else if (this.#untold.size > mostRemembered) {
        this.#untold.delete(id);
        this.#overflowed = now;
      } else break;
    }
  }

  async #send(notices: Parameters<NoticeSender["tell"]>[0]): Promise<void> {
    if (notices.length === 0) return;
    try {
      await this.#options.store.tell(notices);
    } catch (error) {
      this.#options.onError(error);
    }
  }
}

function groups(runIds: readonly number[]): readonly string[] {
  const texts: string[] = [];
  for (let from = 0; from < runIds.length; from += runsAtOnce)
    texts.push(runIds.slice(from, from + runsAtOnce).join(","));
  return texts;
}
