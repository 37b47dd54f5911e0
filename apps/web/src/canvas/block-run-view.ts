/** How the state of a run shows on one block: word, count, time, marks of its connections. Pure. */
import type { BlockState, ExecutionState } from "@callbook/core/run";
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
  const executions = Object.values(block.executions);
  const total = block.action?.executions ?? 0;
  const done = executions.filter(hasEnded).length;
  return {
    state: blockStateName(block),
    count: countOf(block, total),
    time: timeOf(block, executions, done, total, cancelledBy),
    progress: block.state === "running" && total > 1 ? done / total : null,
  };
}

function countOf(block: BlockState, total: number): string | null {
  switch (block.state) {
    case "succeeded":
      return total > 1 ? `${block.succeeded}/${block.total}` : null;
    case "partly_succeeded":
    case "failed":
      return block.total > 0 ? `${block.succeeded}/${block.total}` : null;
    default:
      return null;
  }
}

function timeOf(
  block: BlockState,
  executions: readonly ExecutionState[],
  done: number,
  total: number,
  cancelledBy: string | null,
): TimeView | null {
  switch (block.state) {
    case "running":
      return block.startedAt === null
        ? null
        : { kind: "since", at: block.startedAt, count: total > 1 ? `${done}/${total}` : "" };
    case "waiting": {
      const deadline = nextDeadline(executions);
      if (deadline === null || block.startedAt === null) return null;
      return { kind: "until", at: deadline, from: block.startedAt };
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

function tookOf(block: BlockState): TimeView | null {
  const ms = tookMs(block);
  return ms === null ? null : { kind: "took", ms };
}

/** Milliseconds from start to end; null while it runs or when it never started. */
export function tookMs(block: BlockState): number | null {
  if (block.startedAt === null || block.finishedAt === null) return null;
  return Date.parse(block.finishedAt) - Date.parse(block.startedAt);
}

/** The earliest moment at which a waiting execution gives up; null when none waits. */
export function nextDeadline(executions: readonly ExecutionState[]): string | null {
  const deadlines = executions
    .filter((execution) => execution.state === "waiting" && execution.deadline !== null)
    .map((execution) => execution.deadline ?? "");
  return deadlines.toSorted()[0] ?? null;
}

function hasEnded(execution: ExecutionState): boolean {
  return execution.state === "success" || execution.state === "failed";
}

/** The connections that a run really used, with what became of each. */
export function runChips(block: BlockState): readonly ChipView[] {
  const runs = block.action?.appRuns ?? [];
  return runs.map((run) => ({
    id: String(run.appRunId),
    name: run.connection,
    mark: markOf(
      Object.values(block.executions).filter((one) => one.appRunId === run.appRunId),
      block,
    ),
  }));
}

function markOf(executions: readonly ExecutionState[], block: BlockState): ChipMark {
  if (executions.some((one) => one.state === "success")) return "passed";
  if (block.outcome === null && executions.some((one) => one.state === "waiting")) return "waiting";
  if (executions.some((one) => one.state === "failed")) return "failed";
  if (block.state === "running") return "running";
  return "plug";
}
