/** Numbers from a sequence of the database, several at a time, so that rows that refer to each other go in one statement. */
import type { Pool } from "pg";

export class IdSource {
  private readonly pool: Pool;
  private readonly sequence: "run_id_seq" | "action_run_id_seq";
  /** Taken ahead of need. For runs none, so that their numbers are in order over all processes. */
  private readonly ahead: number;
  private stock: number[] = [];
  private wanted: {
    count: number;
    resolve: (ids: number[]) => void;
    reject: (error: unknown) => void;
  }[] = [];
  private fetching = false;

  constructor(pool: Pool, sequence: "run_id_seq" | "action_run_id_seq", ahead: number) {
    this.pool = pool;
    this.sequence = sequence;
    this.ahead = ahead;
  }

  /** `count` numbers, ascending. Those who ask at one moment share one query. */
  take(count: number): Promise<number[]> {
    if (this.wanted.length === 0 && this.stock.length >= count)
      return Promise.resolve(this.stock.splice(0, count));
    return new Promise((resolve, reject) => {
      this.wanted.push({ count, resolve, reject });
      if (!this.fetching) void this.fetch();
    });
  }

  private async fetch(): Promise<void> {
    this.fetching = true;
    while (this.wanted.length > 0) {
      const group = this.wanted.splice(0);
      const needed = group.reduce((sum, { count }) => sum + count, 0) - this.stock.length;
      try {
        const answer = await this.pool.query<{ id: number }>({
          name: `ids of ${this.sequence}`,
          text: `select nextval('${this.sequence}')::int as id from generate_series(1, $1::int)`,
          values: [Math.max(0, needed) + this.ahead],
        });
        this.stock.push(...answer.rows.map(({ id }) => id));
        for (const { count, resolve } of group) resolve(this.stock.splice(0, count));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.fetching = false;
  }
}
