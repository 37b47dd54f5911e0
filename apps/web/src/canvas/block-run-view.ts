/** How the state of a run shows on one block: word, count, time, marks of its connections. Pure. */
import {
  type BlockState,
  type ExecutionState,
  executionOf,
  type WaitKind,
} from "@callbook/core/log";
import type { StateName } from "../ui/index.ts";
import type { ChipMark, ChipView, TimeView } from "./scene.ts";

export interface BlockRunView {
  readonly state: StateName;
  readonly count: string | null;
  readonly time: TimeView | null;
  readonly progress: number | null;
}

/** Timed out and unknown outcomes are classes of failure that the strip names by their own words. */
export function blockStateName(block: BlockState): StateName {
  if (block.state !== "failed") return block.state;
  if (block.failure?.class === "F-CB-TIMEOUT") return "timed_out";
  if (block.failure?.class === "F-UNKNOWN") return "outcome_unknown";
  return "failed";
}

/** @param cancelledBy who asked for the run to be cancelled; null when nobody did */
export function blockRunView(block: BlockState, cancelledBy: string | null): BlockRunView {
  const total = block.action?.executions ?? 0;
  return {
    state: blockStateName(block),
    count: countOf(block, total),
    time: timeOf(block, total, cancelledBy),
    progress: block.state === "running" && total > 1 ? block.ended / total : null,
  };
}

function countOf(block: BlockState, total: number): string | null {
  switch (block.state) {
    case "succeeded":
      return total > 1 ? `${block.succeeded}/${block.total}` : null;
    case "partly_succeeded":
    case "failed":
      return block.action !== null && block.total > 0 ? `${block.succeeded}/${block.total}` : null;
    default:
      return null;
  }
}

function timeOf(block: BlockState, total: number, cancelledBy: string | null): TimeView | null {
  switch (block.state) {
    case "running":
      return block.startedAt === null
        ? null
        : { kind: "since", at: block.startedAt, count: total > 1 ? `${block.ended}/${total}` : "" };
    case "waiting": {
      const wait = nextWait(block);
      if (wait === null || block.startedAt === null) return null;
      return { kind: "until", at: wait.until, from: block.startedAt, shown: SHOWN[wait.kind] };
    }
    case "skipped":
      return block.skipReason === null ? null : { kind: "note", text: block.skipReason };
    case "cancelled":
      return cancelledBy === null ? null : { kind: "note", text: cancelledBy };
    case "queued":
      return null;
    case "partly_succeeded":
      // The long word leaves no room; the callbacks that were called say how long it took.
      return null;
    case "succeeded":
    case "failed":
      return tookOf(block);
  }
}

/** Whose deadline is a limit counts down to it; a delay simply ends then. */
const SHOWN: Readonly<Record<WaitKind, "countdown" | "moment">> = {
  callback: "countdown",
  delay: "moment",
};

function tookOf(block: BlockState): TimeView | null {
  const ms = tookMs(block);
  return ms === null ? null : { kind: "took", ms };
}

/** Milliseconds from start to end; null while it runs or when it never started. */
export function tookMs(block: BlockState): number | null {
  if (block.startedAt === null || block.finishedAt === null) return null;
  return Date.parse(block.finishedAt) - Date.parse(block.startedAt);
}

/** The wait of a pass that ends first; `until` is ISO. Null when none waits. */
export function nextWait({
  executions,
}: Pick<BlockState, "executions">): { readonly kind: WaitKind; readonly until: string } | null {
  let next: { kind: WaitKind; until: string } | null = null;
  for (const { state, deadline, waitKind } of Object.values<ExecutionState>(executions)) {
    if (state !== "waiting" || deadline === null) continue;
    if (next === null || deadline < next.until)
      next = { kind: waitKind ?? "callback", until: deadline };
  }
  return next;
}

/** The connections that a run really used, with what became of each. */
export function runChips(block: BlockState): readonly ChipView[] {
  const byAppRun = executionsByAppRun(block);
  return (block.action?.appRuns ?? []).map(({ appRunId, connection }) => ({
    id: String(appRunId),
    name: connection,
    mark: markOf(byAppRun.get(appRunId) ?? [], block),
  }));
}

/** The executions of a pass by their app run; null: what is no execution on a connection. */
export function executionsByAppRun({
  executions,
}: Pick<BlockState, "executions">): ReadonlyMap<number | null, readonly ExecutionState[]> {
  return Map.groupBy(
    Object.values<ExecutionState>(executions),
    ({ slot }) => executionOf(slot)?.appRunId ?? null,
  );
}

function markOf(executions: readonly ExecutionState[], block: BlockState): ChipMark {
  if (executions.some((one) => one.state === "success")) return "passed";
  if (block.outcome === null && executions.some((one) => one.state === "waiting")) return "waiting";
  if (executions.some((one) => one.state === "failed")) return "failed";
  if (block.state === "running") return "running";
  return "plug";
}
