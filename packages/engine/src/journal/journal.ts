/**
 * The run log's one way in. Appends of all runs that wait at one moment go in
 * one statement (group commit): a flush begins at once when none is in flight,
 * and collects while one is.
 */
import { setTimeout as delay } from "node:timers/promises";
import { EVENT_LIMIT_BYTES } from "@callbook/core/log";
import { databaseTrouble, isPassing } from "@callbook/db";
import { appendBytes, resultsAhead } from "../store/append-size.ts";
import type { Append } from "../store/rows.ts";
import type { RunWriter } from "../store/run-store.ts";
import { EventTooLarge, JournalStopped, RequestKeyTaken, RunFenced } from "./append.ts";

const groupLimit = 400;
/** A group is cut where all that it writes exceeds this. */
const groupBytes = 8 * 1024 * 1024;
const longestPause = 2_000;
const patienceAtStop = 1_000;
/** How long whoever starts a run waits for a database that does not take it. */
const patienceOfStarters = 300;

export interface JournalOptions {
  readonly store: RunWriter;
  /** Called after each flush with the ids of the runs that were written. */
  readonly onWritten: (runIds: readonly number[]) => void;
}

interface Waiting {
  readonly append: Append;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class Journal {
  readonly #options: JournalOptions;
  readonly #queue: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  /** Why nothing has been written for a while; null: the last append was. */
  #trouble: unknown = null;
  readonly #stopping = new AbortController();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the append is on disk. Rejects with RunFenced when the run has
   * a newer epoch, with RequestKeyTaken when its row could not be made for
   * another run's key, with EventTooLarge, or with the database's error when
   * this append is at fault. While the database is away it keeps trying, but for a run that is to be made:
   * whoever starts it is told.
   */
  append(append: Append): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.reject(new JournalStopped());
    if (append.create !== null && this.#trouble !== null) return Promise.reject(this.#trouble);
    let eventBytes = 0;
    try {
      for (const { event } of append.events) eventBytes += bytesOf(event);
    } catch (error) {
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, bytes: appendBytes(append, eventBytes), resolve, reject });
      this.#flushing ??= this.#flushAll();
    });
  }

  /** Takes nothing more, and finishes what is being written (for a moment). */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#flushing, delay(patienceAtStop, undefined, { ref: false })]);
  }

  async #flushAll(): Promise<void> {
    while (this.#queue.length > 0) await this.#flush(this.#queue.splice(0, this.#groupSize()));
    this.#flushing = null;
  }

  /** How many of those that wait go together; one at least. */
  #groupSize(): number {
    let size = 0;
    let bytes = 0;
    for (const waiting of this.#queue.slice(0, groupLimit)) {
      bytes += waiting.bytes;
      if (size > 0 && bytes > groupBytes) break;
      size += 1;
    }
    return size;
  }

  async #flush(group: readonly Waiting[]): Promise<void> {
    try {
      for (const { append } of group) await this.#writeLarge(append);
      const { asked, written } = await this.#write(group);
      const refused = asked.filter(({ append }) => !written.has(append.run.id));
      for (const waiting of asked) if (!refused.includes(waiting)) waiting.resolve();
      if (written.size > 0) this.#options.onWritten([...written]);
      for (const waiting of refused) await this.#explain(waiting);
    } catch (error) {
      // One bad append must not take the others with it.
      if (group.length === 1 || error instanceof JournalStopped)
        for (const { reject } of group) reject(error);
      else for (const waiting of group) await this.#flush([waiting]);
    }
  }

  /** What was asked for to the end: without those who gave up. */
  async #write(group: readonly Waiting[]): Promise<{
    readonly asked: readonly Waiting[];
    readonly written: ReadonlySet<number>;
  }> {
    const began = performance.now();
    let asked = group;
    const written = await this.#retry(async () => {
      if (asked.length === 0) return new Set<number>();
      try {
        return await this.#options.store.append(asked.map(({ append }) => append));
      } catch (error) {
        const trouble = databaseTrouble(error);
        if (trouble === null || trouble === "conflict") throw error;
        if (performance.now() - began < patienceOfStarters) throw error;
        this.#trouble = error;
        asked = refuseNew(asked, error);
        this.#queue.splice(0, this.#queue.length, ...refuseNew(this.#queue, error));
        throw error;
      }
    });
    this.#trouble = null;
    return { asked, written };
  }

  async #writeLarge(append: Append): Promise<void> {
    const { run, epoch } = append;
    for (const result of resultsAhead(append))
      await this.#retry(() => this.#options.store.writeLarge(run, epoch, result));
  }

  /** A refused append is fenced, or its commit succeeded and the answer was lost. */
  async #explain({ append, resolve, reject }: Waiting): Promise<void> {
    const { run, epoch, headSeq, events, create } = append;
    try {
      const row = await this.#retry(() => this.#options.store.readAppendHead(run.id));
      const isWritten = row?.epoch === epoch && row.headSeq === headSeq + events.length;
      if (isWritten && events.length > 0) {
        this.#options.onWritten([run.id]);
        resolve();
      } else if (create !== null) reject(new RequestKeyTaken());
      else reject(new RunFenced(run.id));
    } catch (error) {
      reject(error);
    }
  }

  /** Rejects with JournalStopped once it is stopped, and with what does not pass. */
  async #retry<T>(work: () => Promise<T>): Promise<T> {
    for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        if (this.#stopping.signal.aborted) throw new JournalStopped();
      }
    }
  }
}

/** Tells those who start a run, and gives the others. */
function refuseNew(waiting: readonly Waiting[], error: unknown): readonly Waiting[] {
  const isNew = ({ append }: Waiting): boolean => append.create !== null;
  for (const { reject } of waiting.filter(isNew)) reject(error);
  return waiting.filter((one) => !isNew(one));
}

/** About the bytes of an event. Throws EventTooLarge. */
function bytesOf(event: Append["events"][number]["event"]): number {
  const text = JSON.stringify(event);
  if (text.length * 3 <= EVENT_LIMIT_BYTES) return text.length;
  const bytes = Buffer.byteLength(text);
  if (bytes > EVENT_LIMIT_BYTES) throw new EventTooLarge(event.type, bytes);
  return bytes;
}
