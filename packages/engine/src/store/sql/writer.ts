/** Writes the log of runs. */
import type { Pool, PoolClient } from "pg";
import type { Append, BlockResultRow, RunKey } from "../rows.ts";
import type { RunWriter } from "../run-store.ts";
import { changedBy, type Queryable, rowOf, rowsOf } from "./query.ts";
import { resultColumns, resultValues } from "./result-columns.ts";
import { appendStatement } from "./statement.ts";
import { ofRun } from "./week.ts";

export interface SqlWriter extends RunWriter {
  close(): Promise<void>;
}

/** Appends go over a connection of their own, whose statements are planned once. */
export function openWriter(pool: Pool, executorId: string): SqlWriter {
  let client: PoolClient | null = null;
  const drop = (): void => {
    client?.release(true);
    client = null;
  };
  const append = async (group: readonly Append[]): Promise<ReadonlySet<number>> => {
    try {
      client ??= await connect(pool);
      const rows = await rowsOf<{ id: number }>(client, appendStatement(group, executorId));
      return new Set(rows.map(({ id }) => id));
    } catch (error) {
      drop();
      throw error;
    }
  };
  /** The end of the append before: one connection does one thing at a time. */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    nextIds: async (of, count) => {
      const sequence = of === "run" ? "run_id_seq" : "action_run_id_seq";
      const rows = await rowsOf<{ id: number }>(pool, {
        name: `ids of ${sequence}`,
        text: `select nextval('${sequence}') as id from generate_series(1, $1::int)`,
        values: [count],
      });
      return rows.map(({ id }) => id);
    },
    append: (group) => {
      const appended = turn.then(() => append(group));
      turn = appended.catch(() => undefined);
      return appended;
    },
    writeLarge: (run, epoch, result) => writeLarge(pool, run, epoch, result),
    readAppendHead: (runId) =>
      rowOf(pool, {
        name: "read append head",
        text: `select epoch, head_seq as "headSeq" from run where id = $1`,
        values: [runId],
      }),
    closeOpenWaits: (run, epoch, path, slot) =>
      changedBy(
        pool,
        ofRun(run, {
          text: `update wait set state = 'closed', ended_at = greatest(now(), created_at)
            where run_day = $1 and run_id = $2 and path = $3 and slot = $4 and state = 'open'
              and exists (select 1 from run where id = $2 and epoch = $5)`,
          values: [path, slot, epoch],
        }),
      ),
    close: () => {
      drop();
      return Promise.resolve();
    },
  };
}

async function connect(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  client.on("error", () => undefined);
  try {
    await client.query(planOnce);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

// Plans are made once, possibly while `run` is empty; a scan of it must never be among them. Appends of
// other runs wait behind one that waits for a lock, and so does whoever starts a run.
const planOnce = `set lock_timeout = '800ms'; set plan_cache_mode = force_generic_plan; set enable_seqscan = off;
  set enable_hashjoin = off; set enable_mergejoin = off`;

// Written again after a lost answer it changes nothing, and without our epoch it writes nothing.
async function writeLarge(
  db: Queryable,
  run: RunKey,
  epoch: number,
  result: BlockResultRow,
): Promise<void> {
  const given = [run.id, epoch, result.data, result.raw];
  const values = resultColumns.map(([, type], index) => `$${given.length + index + 1}::${type}`);
  await changedBy(db, {
    text: `insert into block_result (run_day, run_id, data, raw, path, slot, attempt, connection_id, status,
        status_code, message, summary, error, trace, size, started_at, finished_at)
      select r.run_day, r.id, $3, $4, ${values.join(", ")}
      from run r where r.id = $1 and r.epoch = $2
      on conflict (run_day, run_id, path, slot, attempt) do nothing`,
    values: [...given, ...resultValues(result)],
  });
}
