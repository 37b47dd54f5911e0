/** Tells the others that this process lives, and learns the database's clock by it. */
import type { Pool } from "pg";
import type { EngineLog } from "../ports.ts";

export interface HeartbeatOptions {
  readonly pool: Pool;
  readonly executorId: string;
  readonly everyMs: number;
  readonly leaseMs: number;
  readonly log: EngineLog;
}

export class Heartbeat {
  private readonly options: HeartbeatOptions;
  private timer: NodeJS.Timeout | null = null;
  private offsetMs = 0;
  private lastBeat = 0;
  private backSince = Number.NEGATIVE_INFINITY;

  constructor(options: HeartbeatOptions) {
    this.options = options;
  }

  /** The database's clock, as far as a beat ago tells. */
  databaseNow(): Date {
    return new Date(performance.timeOrigin + performance.now() + this.offsetMs);
  }

  /**
   * True while this process cannot judge who is late: it was frozen, or the
   * database was away, and for a lease after that the others may come back too.
   */
  cannotJudge(): boolean {
    const { leaseMs } = this.options;
    const now = performance.now();
    return now - this.lastBeat > leaseMs || now - this.backSince < leaseMs;
  }

  async start(): Promise<void> {
    await this.beat();
    this.timer = setInterval(() => {
      void this.beat().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.options.log("warning", "the heartbeat did not reach the database", { message });
      });
    }, this.options.everyMs);
    this.timer.unref();
  }

  /** Stops beating; the row stays until `remove`. */
  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  async remove(executorId = this.options.executorId): Promise<void> {
    await this.options.pool.query("delete from process_heartbeat where executor_id = $1", [
      executorId,
    ]);
  }

  private async beat(): Promise<void> {
    const asked = performance.now();
    const answer = await this.options.pool.query<{ seen: Date }>({
      name: "heartbeat",
      text: `insert into process_heartbeat (executor_id, started_at, seen_at) values ($1, clock_timestamp(), clock_timestamp())
        on conflict (executor_id) do update set seen_at = clock_timestamp() returning seen_at as seen`,
      values: [this.options.executorId],
    });
    const answered = performance.now();
    const away = answered - this.lastBeat > this.options.leaseMs;
    if (away && this.lastBeat > 0) this.backSince = answered;
    this.lastBeat = answered;
    const seen = answer.rows[0]?.seen;
    if (seen === undefined) return;
    this.offsetMs = seen.getTime() - (performance.timeOrigin + (asked + answered) / 2);
  }
}
