/** A run as bars over time, for its picture. */
import type { BlockRunState, BlockState, RunState } from "./state.ts";

export interface TimelineRow {
  readonly blockId: string;
  readonly path: string;
  readonly state: BlockRunState;
  /** Milliseconds since the run started. */
  readonly fromMs: number;
  /** Milliseconds since the run started; null: it goes on. */
  readonly toMs: number | null;
  /** When answers by callback are due at the latest, in milliseconds since the run started; null: none is awaited. */
  readonly deadlineMs: number | null;
}

/**
 * The blocks that were started, in the order of their start; those that were
 * skipped have no row. Empty before the run starts. Pure.
 */
export function timeline(state: RunState): readonly TimelineRow[] {
  const { startedAt } = state;
  if (startedAt === null) return [];
  const zero = Date.parse(startedAt);
  const rows = Object.values(state.blocks).flatMap((block): readonly TimelineRow[] => {
    if (block.startedAt === null) return [];
    const { blockId, path } = block;
    const fromMs = Date.parse(block.startedAt) - zero;
    const toMs = block.finishedAt === null ? null : Date.parse(block.finishedAt) - zero;
    const deadline = deadlineOf(block);
    const deadlineMs = deadline === null ? null : deadline - zero;
    return [{ blockId, path, state: block.state, fromMs, toMs, deadlineMs }];
  });
  return rows.sort((a, b) => a.fromMs - b.fromMs);
}

function deadlineOf({ executions, outcome }: BlockState): number | null {
  if (outcome !== null) return null;
  const awaited = Object.values(executions).filter(({ state }) => state === "waiting");
  const times = awaited.flatMap(({ deadline }) =>
    deadline === null ? [] : [Date.parse(deadline)],
  );
  return times.length === 0 ? null : Math.max(...times);
}
