/** Reads what runs have written. Reading takes no part in running: any process may. */
import type { Json, JsonObject } from "@callbook/core/json";
import type { RunEvent, RunStateName } from "@callbook/core/run";
import type { Pool } from "pg";

/** Events that one read gives at most. */
export const EVENTS_AT_ONCE = 2_000;

/** Events after `afterSeq` in their order; fewer than the limit: these are all there are now. */
export async function readEvents(
  pool: Pool,
  runId: number,
  afterSeq: number,
  limit: number = EVENTS_AT_ONCE,
): Promise<readonly RunEvent[]> {
  const answer = await pool.query<{ seq: number; at: Date; event: RunEvent["event"] }>({
    name: "read events",
    text: "select seq, at, event from run_event where run_id = $1 and seq > $2 order by seq limit $3",
    values: [runId, afterSeq, limit],
  });
  return answer.rows.map(({ seq, at, event }) => ({ seq, at: at.toISOString(), event }));
}

export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly blockId: string;
  readonly level: string;
  readonly text: string;
}

/** Lines that blocks wrote, in their order. */
export async function readLogLines(pool: Pool, runId: number): Promise<readonly LogLine[]> {
  const answer = await pool.query<Omit<LogLine, "at"> & { at: Date }>(
    `select seq, at, block_id as "blockId", level, text from run_log where run_id = $1 order by seq`,
    [runId],
  );
  return answer.rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface WaitView {
  readonly waitId: string;
  readonly blockId: string;
  readonly deadline: string;
  readonly state: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** Callback records of a run. The token is not among what is kept. */
export async function readWaits(pool: Pool, runId: number): Promise<readonly WaitView[]> {
  const answer = await pool.query<{
    id: string;
    block: string;
    deadline: Date;
    state: string;
    created: Date;
    ended: Date | null;
  }>(
    `select id, block_id as block, deadline, state, created_at as created, ended_at as ended
     from wait where run_id = $1 order by created_at, id`,
    [runId],
  );
  return answer.rows.map((row) => ({
    waitId: row.id,
    blockId: row.block,
    deadline: row.deadline.toISOString(),
    state: row.state,
    createdAt: row.created.toISOString(),
    endedAt: row.ended?.toISOString() ?? null,
  }));
}

export interface RunSummary {
  readonly id: number;
  readonly state: RunStateName;
  readonly headSeq: number;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>> | null;
  readonly failure: JsonObject | null;
  readonly handledFailures: number;
}

/** null: there is no such run. */
export async function readRun(pool: Pool, runId: number): Promise<RunSummary | null> {
  const answer = await pool.query<RunSummary>({
    name: "read run",
    text: `select id, state, head_seq as "headSeq", inputs, outputs, failure,
      handled_failures as "handledFailures" from run where id = $1`,
    values: [runId],
  });
  return answer.rows[0] ?? null;
}
