/** Reads what actions brought: rows without bodies for lists, a body when its tab is opened. */
import type { Failure, TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import type { ExecutionBody, ExecutionRow, LoadedAction } from "@callbook/core/results";
import type { Pool } from "pg";
import type { ActionRunRow } from "../journal/append.ts";
import { unpackBody } from "../journal/body.ts";
import type { ActionMemory } from "../performer/memory.ts";
import { entriesOf } from "../performer/memory.ts";
import { loadActionResults } from "../run/load.ts";

interface Row {
  readonly action_run: number;
  readonly app_run: number;
  readonly index: number;
  readonly connection: number;
  readonly status: "success" | "failed";
  readonly code: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly trace: readonly TraceStep[];
  readonly size: number;
  readonly started: Date;
  readonly finished: Date;
  readonly parameter: JsonObject | null;
  readonly app: { readonly connection: string; readonly app: string } | null;
}

/** Executions of a run that have ended, or of one of its action runs. Parameters carry their context. */
export async function readExecutionRows(
  pool: Pool,
  runId: number,
  actionRunId: number | null = null,
): Promise<readonly ExecutionRow[]> {
  const answer = await pool.query<Row>({
    name: "read execution rows",
    text: `select x.action_run_id as action_run, x.app_run_id as app_run, x.parameter_index as index,
        x.connection_id as connection, x.status, x.status_code as code, x.message, x.summary, x.error,
        x.trace, x.size, x.started_at as started, x.finished_at as finished,
        a.parameters -> x.parameter_index as parameter,
        (select each from jsonb_array_elements(a.app_runs) each where (each->>'appRunId')::int = x.app_run_id) as app
      from action_result x join action_run a on a.id = x.action_run_id
      where x.run_id = $1 and ($2::int is null or x.action_run_id = $2)
      order by x.action_run_id, x.app_run_id, x.parameter_index`,
    values: [runId, actionRunId],
  });
  return answer.rows.map((row) => ({
    actionRunId: row.action_run,
    appRunId: row.app_run,
    connectionId: row.connection,
    connection: row.app?.connection ?? String(row.connection),
    integration: row.app?.app ?? "",
    parameterIndex: row.index,
    parameter: row.parameter ?? {},
    status: row.status,
    statusCode: row.code,
    message: row.message,
    summary: row.summary,
    failure: row.error,
    trace: row.trace,
    size: row.size,
    startedAt: row.started.toISOString(),
    finishedAt: row.finished.toISOString(),
  }));
}

/** One body with the run it belongs to (for the caller's check of rights); null: there is no such execution. */
export async function readBody(
  pool: Pool,
  appRunId: number,
  parameterIndex: number,
): Promise<(ExecutionBody & { readonly runId: number }) | null> {
  const answer = await pool.query<{ run: number; data: Buffer; raw: Buffer }>(
    "select run_id as run, data, raw from action_result where app_run_id = $1 and parameter_index = $2",
    [appRunId, parameterIndex],
  );
  const row = answer.rows[0];
  if (row === undefined) return null;
  const data = await unpackBody(row.data);
  const raw = await unpackBody(row.raw);
  return { runId: row.run, data: listOf(data), raw: rawOf(raw) };
}

export interface LoadedActionRun extends LoadedAction {
  readonly runId: number;
  readonly blockId: string;
  readonly path: string;
  readonly parameters: readonly JsonObject[];
  readonly startedAt: string;
}

interface ActionRow {
  readonly id: number;
  readonly run: number;
  readonly block: string;
  readonly path: string;
  readonly name: string;
  readonly command: string;
  readonly handle: string | null;
  readonly parameters: ActionRunRow["parameters"];
  readonly app_runs: ActionRunRow["appRuns"];
  readonly started: Date;
}

/** Action runs with their results entries as far as they have ended; unknown ids are left out. */
export async function readActions(
  pool: Pool,
  actionRunIds: readonly number[],
): Promise<readonly LoadedActionRun[]> {
  if (actionRunIds.length === 0) return [];
  const answer = await pool.query<ActionRow>(
    `select id, run_id as run, block_id as block, path, name, command, handle, parameters, app_runs,
       started_at as started from action_run where id = any($1::int[]) order by id`,
    [actionRunIds],
  );
  const actions = answer.rows.map((row) => ({ row, action: memoryOf(row) }));
  await loadActionResults(
    pool,
    actions.map(({ action }) => action),
  );
  return actions.map(({ row, action }) => ({
    actionRunId: row.id,
    runId: row.run,
    blockId: row.block,
    path: row.path,
    command: row.command,
    blockName: row.name,
    handle: row.handle,
    parameters: row.parameters,
    startedAt: row.started.toISOString(),
    entries: entriesOf(action),
  }));
}

function memoryOf(row: ActionRow): ActionMemory {
  const { id, block: blockId, path, name, command, handle, parameters } = row;
  const startedAt = row.started.toISOString();
  const of = { id, blockId, path, name, command, handle, parameters, startedAt };
  const asked = { waitSeconds: 0, repeatSafe: false };
  return { row: { ...of, appRuns: row.app_runs }, ...asked, results: new Map() };
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

function rawOf(value: unknown): ExecutionBody["raw"] {
  if (typeof value !== "object" || value === null) return null;
  if (!("status" in value) || typeof value.status !== "number") return null;
  const headers = "headers" in value ? textsOf(value.headers) : {};
  const text = "text" in value && typeof value.text === "string" ? value.text : null;
  return { status: value.status, headers, text };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]: [string, unknown]) =>
      typeof text === "string" ? [[name, text]] : [],
    ),
  );
}
