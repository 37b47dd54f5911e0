/** Reads what actions brought: rows without bodies for lists, a body when its tab is opened. */
import { isJsonObject, type Json, type JsonObject } from "@callbook/core/json";
import { type BlockPath, executionOf, type Slot } from "@callbook/core/log";
import {
  type ExecutionBody,
  type ExecutionRow,
  entriesOf,
  type KeptOutcome,
  type LoadedAction,
} from "@callbook/core/results";
import { keptOutcome } from "../run/load.ts";
import type { ActionRunRow, RunKey } from "../store/rows.ts";
import type { RunReader } from "../store/run-store.ts";
import type { ResultHead } from "../store/views.ts";

/** What a result says of its execution; null: it is the result of no execution. Pure. */
export function executionRow(result: ResultHead): ExecutionRow | null {
  const execution = executionOf(result.slot);
  const { actionRunId, connectionId, parameter, appRun, error, ...row } = result;
  if (execution === null || actionRunId === null || connectionId === null) return null;
  return {
    ...execution,
    path: row.path,
    actionRunId,
    connectionId,
    connection: textIn(appRun, "connection") ?? String(connectionId),
    integration: textIn(appRun, "app") ?? "",
    parameter: parameter ?? {},
    failure: error,
    status: row.status,
    statusCode: row.statusCode,
    message: row.message,
    summary: row.summary,
    trace: row.trace,
    size: row.size,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** One body, of the newest attempt; null: there is no such execution. An execution needs no path. */
export async function readBody(
  runs: RunReader,
  run: RunKey,
  path: BlockPath | null,
  slot: Slot,
): Promise<ExecutionBody | null> {
  const body = await runs.readResultBody(run, path, slot);
  return body === null ? null : { data: listOf(body.data), raw: rawOf(body.raw) };
}

export interface LoadedActionRun extends LoadedAction {
  readonly blockId: string;
  readonly path: BlockPath;
  readonly parameters: readonly JsonObject[];
  readonly startedAt: string;
}

/** Action runs with their results entries as far as they have ended. */
export async function readActions(
  runs: RunReader,
  run: RunKey,
  rows: readonly ActionRunRow[],
): Promise<readonly LoadedActionRun[]> {
  const results = await runs.readResults(
    run,
    rows.map(({ path }) => path),
  );
  const byPath = new Map<BlockPath, Map<Slot, KeptOutcome>>(
    rows.map(({ path }) => [path, new Map()]),
  );
  // The newest attempt comes last, and is the result.
  for (const result of results) byPath.get(result.path)?.set(result.slot, keptOutcome(result));
  return rows.map((row) => ({
    actionRunId: row.id,
    blockId: row.blockId,
    path: row.path,
    command: row.command,
    blockName: row.name,
    handle: row.handle,
    parameters: row.plan.parameters,
    startedAt: row.startedAt,
    entries: entriesOf(row, byPath.get(row.path) ?? new Map()),
  }));
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function rawOf(value: Json): ExecutionBody["raw"] {
  if (!isJsonObject(value)) return null;
  const { status, headers, text } = value;
  if (typeof status !== "number") return null;
  return { status, headers: textsOf(headers), text: typeof text === "string" ? text : null };
}

function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) =>
      typeof text === "string" ? [[name, text]] : [],
    ),
  );
}

function textIn(object: JsonObject | null, key: string): string | null {
  const value = object?.[key];
  return typeof value === "string" ? value : null;
}
