/** Brings runs that were opened from disk into memory. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { Failure } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import {
  ActionConfig,
  executionKey,
  foldRun,
  neededForNextSteps,
  neededResults,
  type RunEvent,
} from "@callbook/core/run";
import type { Pool } from "pg";
import type { ActionRunRow } from "../journal/append.ts";
import { unpackBody } from "../journal/body.ts";
import { type ActionMemory, entriesOf, type RunMemory } from "../performer/memory.ts";
import { resultOf } from "../performer/outcomes.ts";
import type { EnginePorts } from "../ports.ts";
import type { ClaimedRun } from "./claim.ts";

export interface StoredWait {
  readonly id: string;
  readonly state: "open" | "satisfied" | "expired" | "closed";
  /** Of the answer to the request; null: it may have been in flight. */
  readonly outboundStatus: number | null;
  readonly deadline: string;
}

export interface LoadedRun {
  readonly memory: RunMemory;
  readonly silentOpenings: number;
  /** Executions whose unsafe request may have left. */
  readonly intended: ReadonlySet<string>;
  /** By execution key, oldest first. */
  readonly waits: ReadonlyMap<string, readonly StoredWait[]>;
}

/** Loads the log, the actions and what of their results may still be read. */
export async function loadRun(
  pool: Pool,
  ports: Pick<EnginePorts, "catalogue">,
  claimed: ClaimedRun,
  document: PlaybookDocument,
): Promise<LoadedRun> {
  const events = await readLog(pool, claimed.id);
  const state = foldRun(events);
  const rows = await readActionRuns(pool, claimed.id);
  const memory: RunMemory = {
    id: claimed.id,
    epoch: claimed.epoch,
    playbookId: claimed.playbookId,
    siteId: claimed.siteId,
    actingUserId: claimed.actingUserId,
    document,
    inputs: claimed.inputs,
    state,
    hasWaits: false,
    outputs: null,
    create: null,
    actions: new Map(rows.map((row) => [row.path, actionMemory(document, row)])),
    entries: new Map(),
    handles: new Map(rows.map((row) => [row.id, row.handle])),
  };
  await loadResults(pool, memory, wantedPaths(ports, memory));
  const waits = await readWaits(pool, claimed.id);
  memory.hasWaits = waits.size > 0;
  return { memory, silentOpenings: claimed.silentOpenings, intended: intendedKeys(events), waits };
}

/** Paths whose results are read from here on, and those that have not ended. */
function wantedPaths({ catalogue }: Pick<EnginePorts, "catalogue">, memory: RunMemory): string[] {
  const { document, state } = memory;
  const open = document.blocks.filter(({ id }) => (state.blocks[id]?.outcome ?? null) === null);
  const ahead = neededResults(
    document,
    open.map(({ id }) => id),
  );
  const live = [...memory.actions.keys()].filter((path) => state.blocks[path]?.outcome === null);
  return [...new Set([...ahead, ...neededForNextSteps(document, catalogue, state), ...live])];
}

async function readLog(pool: Pool, runId: number): Promise<readonly RunEvent[]> {
  const answer = await pool.query<{ seq: number; at: Date; event: RunEvent["event"] }>({
    name: "read log",
    text: "select seq, at, event from run_event where run_id = $1 order by seq",
    values: [runId],
  });
  return answer.rows.map(({ seq, at, event }) => ({ seq, at: at.toISOString(), event }));
}

interface ActionRow {
  readonly id: number;
  readonly block: string;
  readonly path: string;
  readonly name: string;
  readonly command: string;
  readonly handle: string | null;
  readonly parameters: ActionRunRow["parameters"];
  readonly app_runs: ActionRunRow["appRuns"];
  readonly started: Date;
}

/** Every action run of a run, in the order in which they started. */
export async function readActionRuns(pool: Pool, runId: number): Promise<readonly ActionRunRow[]> {
  const answer = await pool.query<ActionRow>({
    name: "read action runs",
    text: `select id, block_id as block, path, name, command, handle, parameters, app_runs,
        started_at as started from action_run where run_id = $1 order by id`,
    values: [runId],
  });
  return answer.rows.map((row) => ({
    id: row.id,
    blockId: row.block,
    path: row.path,
    name: row.name,
    command: row.command,
    handle: row.handle,
    parameters: row.parameters,
    appRuns: row.app_runs,
    startedAt: row.started.toISOString(),
  }));
}

/** What an action of a revision is configured with beside its row. */
export function actionMemory(document: PlaybookDocument, row: ActionRunRow): ActionMemory {
  const block = document.blocks.find(({ id }) => id === row.blockId);
  const { waitSeconds, repeatSafe } = ActionConfig.parse(block?.config);
  return { row, waitSeconds, repeatSafe, results: new Map() };
}

interface ResultRow {
  readonly action_run: number;
  readonly app_run: number;
  readonly index: number;
  readonly status: "success" | "failed";
  readonly message: string;
  readonly summary: JsonObject;
  readonly error: Failure | null;
  readonly data: Buffer;
}

async function loadResults(pool: Pool, memory: RunMemory, paths: readonly string[]): Promise<void> {
  const wanted = paths.flatMap((path) => memory.actions.get(path) ?? []);
  await loadActionResults(pool, wanted);
  for (const action of wanted) {
    const { path } = action.row;
    if (memory.state.blocks[path]?.outcome !== null) memory.entries.set(path, entriesOf(action));
  }
}

/** Fills in the results of actions from disk. */
export async function loadActionResults(
  pool: Pool,
  actions: readonly ActionMemory[],
): Promise<void> {
  if (actions.length === 0) return;
  const answer = await pool.query<ResultRow>({
    name: "read results",
    text: `select action_run_id as action_run, app_run_id as app_run, parameter_index as index, status,
        message, summary, error, data from action_result where action_run_id = any($1::int[])`,
    values: [actions.map(({ row }) => row.id)],
  });
  const byId = new Map(actions.map((action) => [action.row.id, action]));
  for (const row of answer.rows) {
    const action = byId.get(row.action_run);
    if (action === undefined) continue;
    const { status, message, summary, error: failure } = row;
    const data = listOf(await unpackBody(row.data));
    const result = resultOf(action, row.index, { status, message, summary, failure, data });
    action.results.set(executionKey(row.app_run, row.index), result);
  }
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

async function readWaits(
  pool: Pool,
  runId: number,
): Promise<ReadonlyMap<string, readonly StoredWait[]>> {
  const answer = await pool.query<{
    id: string;
    app_run: number;
    index: number;
    state: StoredWait["state"];
    status: number | null;
    deadline: Date;
  }>({
    name: "read waits",
    text: `select id, app_run_id as app_run, parameter_index as index, state, outbound_status as status,
        deadline from wait where run_id = $1 order by created_at, id`,
    values: [runId],
  });
  const waits = new Map<string, StoredWait[]>();
  for (const row of answer.rows) {
    const key = executionKey(row.app_run, row.index);
    const wait: StoredWait = {
      id: row.id,
      state: row.state,
      outboundStatus: row.status,
      deadline: row.deadline.toISOString(),
    };
    waits.set(key, [...(waits.get(key) ?? []), wait]);
  }
  return waits;
}

function intendedKeys(events: readonly RunEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ event }) =>
      event.type === "RequestIntended" ? [executionKey(event.appRunId, event.parameterIndex)] : [],
    ),
  );
}
