/** Resolves by reference what the arguments of a callback were. */
import { actionRunsOf, type CallbackArguments, callbackArguments } from "@callbook/core/results";
import type { ArgumentReferences, RunEventBody } from "@callbook/core/run";
import type { Pool } from "pg";
import { readActions } from "./executions.ts";

export interface CalledCallback {
  readonly arguments: CallbackArguments;
  readonly mode: "direct" | "engine";
  readonly at: string;
  readonly seq: number;
  /** Path of the source. */
  readonly path: string;
}

type Called = Extract<RunEventBody, { type: "CallbackCalled" }>;

/** null: the callback was not called in this run (yet). */
export async function readCallbackArguments(
  pool: Pool,
  runId: number,
  callbackId: string,
): Promise<CalledCallback | null> {
  const answer = await pool.query<{ seq: number; at: Date; event: Called }>(
    `select seq, at, event from run_event
     where run_id = $1 and event->>'type' = 'CallbackCalled' and event->>'callbackId' = $2
     order by seq desc limit 1`,
    [runId, callbackId],
  );
  const row = answer.rows[0];
  if (row === undefined) return null;
  const { args, mode, path } = row.event;
  const resolved = await resolveArguments(pool, runId, args);
  return { arguments: resolved, mode, at: row.at.toISOString(), seq: row.seq, path };
}

/** All eight arguments of references that an event of this run holds. */
export async function resolveArguments(
  pool: Pool,
  runId: number,
  args: ArgumentReferences,
): Promise<CallbackArguments> {
  const filtered = await actionsOfResults(pool, runId, args);
  const ids = [...new Set([...actionRunsOf(args), ...filtered])];
  const actions = (await readActions(pool, ids)).filter((action) => action.runId === runId);
  return callbackArguments(args, { actions, container: null });
}

async function actionsOfResults(
  pool: Pool,
  runId: number,
  { filteredResults }: ArgumentReferences,
): Promise<readonly number[]> {
  if (filteredResults === null || filteredResults.length === 0) return [];
  const answer = await pool.query<{ id: number }>(
    `select distinct action_run_id as id from action_result
     where run_id = $1 and app_run_id = any($2::int[])`,
    [runId, filteredResults.map(([appRunId]) => appRunId)],
  );
  return answer.rows.map(({ id }) => id);
}
