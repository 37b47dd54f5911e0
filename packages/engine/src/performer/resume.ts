/** What a run begins with that another process left: what is on disk stands, what is unsafe is not sent again. */
import type { Pool } from "pg";
import type { LoadedRun, StoredWait } from "../run/load.ts";
import { recordCancelled } from "./answers.ts";
import type { PerformerContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { isHonoured } from "./execute.ts";
import type { Resumption } from "./facts.ts";
import { unknownOutcome } from "./failures.ts";
import { type Execution, execution, executionsOf, type RunMemory } from "./memory.ts";
import { failExecution, finishStored } from "./outcomes.ts";

interface Sorted {
  /** The outcome is on disk, its event is not. */
  readonly stored: Execution[];
  /** The request may have left, and may not be sent again. */
  readonly unknown: Execution[];
  /** To be performed: not begun, or safe to repeat. */
  readonly open: Execution[];
}

/** Decides for every execution that has not ended. Closes the waits of those whose outcome is unknown. */
export async function resume(
  pool: Pool,
  context: PerformerContext,
  loaded: LoadedRun,
): Promise<Resumption> {
  const { memory } = loaded;
  const sorted: Sorted = { stored: [], unknown: [], open: [] };
  for (const action of memory.actions.values()) {
    const block = memory.state.blocks[action.row.path];
    if (block === undefined || block.outcome !== null) continue;
    for (const each of executionsOf(action)) {
      const state = block.executions[each.key]?.state;
      if (state === "success" || state === "failed") continue;
      if (action.results.has(each.key)) sorted.stored.push(each);
      else await sort(pool, context, loaded, each, sorted);
    }
  }
  return resumptionOf(context, memory, sorted);
}

async function sort(
  pool: Pool,
  context: PerformerContext,
  { memory, intended, waits }: LoadedRun,
  each: Execution,
  sorted: Sorted,
): Promise<void> {
  const made = waits.get(each.key) ?? [];
  if (isAnswered(made) || isParked(made)) return;
  const unsafe = intended.has(each.key) && !isHonoured(context, each);
  if (unsafe) {
    const closed = await closeWaits(pool, memory, each);
    // An answer that was faster than the closing is its result; it lies in the inbox.
    if (closed === made.filter(({ state }) => state === "open").length) sorted.unknown.push(each);
    return;
  }
  const deadline = made[0]?.deadline ?? null;
  sorted.open.push(execution(each.action, each.appRun, each.parameterIndex, deadline));
}

/** Its inbox row is on disk and will be taken. */
function isAnswered(waits: readonly StoredWait[]): boolean {
  return waits.some(({ state }) => state === "satisfied" || state === "expired");
}

function isParked(waits: readonly StoredWait[]): boolean {
  return waits.some(({ state, outboundStatus }) => state === "open" && outboundStatus !== null);
}

async function closeWaits(pool: Pool, memory: RunMemory, of: Execution): Promise<number> {
  const answer = await pool.query(
    `update wait set state = 'closed', ended_at = now()
     where run_id = $1 and app_run_id = $2 and parameter_index = $3 and state = 'open'
       and exists (select 1 from run where id = $1 and epoch = $4)`,
    [memory.id, of.appRun.appRunId, of.parameterIndex, memory.epoch],
  );
  return answer.rowCount ?? 0;
}

function resumptionOf(context: PerformerContext, memory: RunMemory, sorted: Sorted): Resumption {
  const isCancelled = memory.state.cancelRequestedBy !== null;
  return {
    effects: isCancelled ? [] : sorted.open,
    record: (draft) => {
      recordStored(context, draft, sorted.stored);
      for (const each of sorted.unknown)
        failExecution(context, draft, each, unknownOutcome(each.action.row.command));
      if (isCancelled) recordCancelled(context, draft);
    },
  };
}

function recordStored(context: PerformerContext, draft: Draft, stored: readonly Execution[]): void {
  const results = stored.map((each) => each.action.results.get(each.key));
  // Taken out first, so that an action ends with the last of them and not with each.
  for (const each of stored) each.action.results.delete(each.key);
  stored.forEach((each, index) => {
    const result = results[index];
    if (result !== undefined) finishStored(context, draft, each, result);
  });
}

/** By execution key, of requests that were answered. */
export function outboundStatuses(loaded: LoadedRun): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [key, waits] of loaded.waits)
    for (const { outboundStatus } of waits)
      if (outboundStatus !== null) found.set(key, outboundStatus);
  return found;
}
