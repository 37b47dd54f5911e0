/** Resolves by reference what the arguments of a callback were. */
import type { ArgumentReferences, BlockPath, MatchedResult } from "@callbook/core/log";
import {
  actionRunsOf,
  type CallbackArguments,
  callbackArguments,
  readStoredIds,
} from "@callbook/core/results";
import type { ActionRunRow, RunKey } from "../store/rows.ts";
import type { RunReader } from "../store/run-store.ts";
import { readActions } from "./executions.ts";

export interface CalledCallback {
  readonly arguments: CallbackArguments;
  readonly mode: "direct" | "engine";
  readonly at: string;
  readonly seq: number;
  /** Path of the source. */
  readonly path: BlockPath;
}

/** The newest call of a callback, of one pass of its source or (null) of any; null: it was not called (yet). */
export async function readCallbackArguments(
  runs: RunReader,
  run: RunKey,
  callbackId: string,
  path: BlockPath | null = null,
): Promise<CalledCallback | null> {
  const [call] = await runs.findCalls(run, callbackId, path, 1);
  if (call === undefined) return null;
  const { args, mode, at, seq } = call;
  const resolved = await resolveArguments(runs, run, args);
  return { arguments: resolved, mode, at, seq, path: call.path };
}

/** All eight arguments of references that an event of this run holds. */
export async function resolveArguments(
  runs: RunReader,
  run: RunKey,
  args: ArgumentReferences,
): Promise<CallbackArguments> {
  const filtered = await filteredResults(runs, run, args);
  const rows = new Map<number, ActionRunRow>();
  for (const row of await runs.readActionRunsById(run, actionRunsOf(args))) rows.set(row.id, row);
  const appRunIds = (filtered ?? []).map(([appRunId]) => appRunId);
  for (const row of await runs.readActionRunsOf(run, appRunIds)) rows.set(row.id, row);
  const actions = await readActions(runs, run, [...rows.values()]);
  return callbackArguments(args, { filtered, actions, container: null });
}

async function filteredResults(
  runs: RunReader,
  run: RunKey,
  { filtered }: ArgumentReferences,
): Promise<readonly MatchedResult[] | null> {
  if (filtered === null) return null;
  if ("results" in filtered) return filtered.results;
  const stored = await runs.readResultBody(run, filtered.path, filtered.slot);
  return readStoredIds(stored?.data)?.results ?? null;
}
