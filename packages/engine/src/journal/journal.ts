/**
 * The run log's one way in. Appends of all runs that wait at one moment go in
 * one statement (group commit): a flush begins at once when none is in flight,
 * and collects while one is.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import {
  type ActionResultRow,
  type Append,
  EVENT_LIMIT_BYTES,
  EventTooLarge,
  JournalStopped,
  LARGE_BODY_BYTES,
  RequestKeyTaken,
  RunFenced,
} from "./append.ts";
import { isPassing } from "./failure-kind.ts";
import { appendStatement } from "./statement.ts";
import { storableJson, storableText } from "./storable.ts";

const groupLimit = 400;
const longestPause = 2_000;
const patienceAtStop = 1_000;

export interface JournalOptions {
  readonly pool: Pool;
  readonly executorId: string;
  /** Called after each flush with the ids of the runs that were written. */
  readonly onWritten: (runIds: readonly number[]) => void;
}

interface Waiting {
  readonly append: Append;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class Journal {
  private readonly options: JournalOptions;
  private readonly queue: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private client: PoolClient | null = null;
  private readonly stopping = new AbortController();

  constructor(options: JournalOptions) {
    this.options = options;
  }

  /**
   * Resolves when the append is on disk. Rejects with RunFenced when the run has
   * a newer epoch, with RequestKeyTaken when its row could not be made for
   * another run's key, with EventTooLarge, or with the database's error when
   * this append is at fault. While the database is away it keeps trying.
   */
  append(append: Append): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.reject(new JournalStopped());
    try {
      for (const { event } of append.events) refuseTooLarge(event);
    } catch (error) {
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ append, resolve, reject });
      this.flushing ??= this.flushAll();
    });
  }

  /** Takes nothing more, finishes what is being written (for a moment), and lets the connection go. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.flushing, delay(patienceAtStop, undefined, { ref: false })]);
    this.dropClient();
  }

  private async flushAll(): Promise<void> {
    while (this.queue.length > 0) await this.flush(this.queue.splice(0, groupLimit));
    this.flushing = null;
  }

  private async flush(group: readonly Waiting[]): Promise<void> {
    try {
      await this.writeLarge(group.map(({ append }) => append));
      const written = await this.write(group.map(({ append }) => append));
      const refused = group.filter(({ append }) => !written.has(append.runId));
      for (const each of group) if (!refused.includes(each)) each.resolve();
      if (written.size > 0) this.options.onWritten([...written]);
      for (const each of refused) await this.explain(each);
    } catch (error) {
      // One bad append must not take the others with it.
      if (group.length === 1 || error instanceof JournalStopped)
        for (const { reject } of group) reject(error);
      else for (const each of group) await this.flush([each]);
    }
  }

  private async write(appends: readonly Append[]): Promise<ReadonlySet<number>> {
    const statement = appendStatement(appends, this.options.executorId);
    const answer = await this.retry((client) => client.query<{ ids: number[] | null }>(statement));
    return new Set(answer.rows[0]?.ids ?? []);
  }

  /** A refused append is fenced, or its commit succeeded and the answer was lost. */
  private async explain({ append, resolve, reject }: Waiting): Promise<void> {
    try {
      const answer = await this.retry((client) =>
        client.query<{ epoch: number; head: number }>(
          "select epoch, head_seq as head from run where id = $1",
          [append.runId],
        ),
      );
      const row = answer.rows[0];
      const head = append.headSeq + append.events.length;
      if (row?.epoch === append.epoch && row.head === head && append.events.length > 0) {
        this.options.onWritten([append.runId]);
        resolve();
      } else if (append.create !== null) reject(new RequestKeyTaken());
      else reject(new RunFenced(append.runId));
    } catch (error) {
      reject(error);
    }
  }

  private async writeLarge(appends: readonly Append[]): Promise<void> {
    for (const append of appends) {
      for (const result of append.results) {
        if (result.data.length + result.raw.length <= LARGE_BODY_BYTES) continue;
        await this.retry((client) => client.query(largeResult, largeValues(append, result)));
      }
    }
  }

  private async retry<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await work(await this.connected());
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.dropClient();
        await delay(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        if (this.stopping.signal.aborted) throw new JournalStopped();
      }
    }
  }

  private async connected(): Promise<PoolClient> {
    if (this.client !== null) return this.client;
    const client = await this.options.pool.connect();
    client.on("error", () => undefined);
    try {
      await client.query(planOnce);
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.client = client;
    return client;
  }

  private dropClient(): void {
    this.client?.release(true);
    this.client = null;
  }
}

function refuseTooLarge(event: Append["events"][number]["event"]): void {
  const text = JSON.stringify(event);
  if (text.length * 3 <= EVENT_LIMIT_BYTES) return;
  const bytes = Buffer.byteLength(text);
  if (bytes > EVENT_LIMIT_BYTES) throw new EventTooLarge(event.type, bytes);
}

// Plans are made once, possibly while `run` is empty; a scan of it must never be among them.
const planOnce = `set plan_cache_mode = force_generic_plan; set enable_seqscan = off;
  set enable_hashjoin = off; set enable_mergejoin = off`;

// Written again after a lost answer it changes nothing, and without our epoch it writes nothing.
const largeResult = `insert into action_result (app_run_id, parameter_index, run_id, action_run_id,
    connection_id, status, status_code, message, summary, error, trace, data, raw, size, started_at, finished_at)
  select $3, $4, r.id, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
  from run r where r.id = $1 and r.epoch = $2
  on conflict (app_run_id, parameter_index) do nothing`;

function largeValues(append: Append, result: ActionResultRow): unknown[] {
  return [
    append.runId,
    append.epoch,
    result.appRunId,
    result.parameterIndex,
    result.actionRunId,
    result.connectionId,
    result.status,
    result.statusCode,
    storableText(result.message),
    storableJson(result.summary),
    result.error === null ? null : storableJson(result.error),
    storableJson(result.trace),
    result.data,
    result.raw,
    result.size,
    result.startedAt,
    result.finishedAt,
  ];
}
