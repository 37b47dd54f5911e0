/** A run as bars over time, for its picture. */
import type { BlockPath } from "./path.ts";
import type { BlockRunState, BlockState, RunState } from "./state.ts";

export interface TimelineRow {
  readonly blockId: string;
  readonly path: BlockPath;
  readonly state: BlockRunState;
  /** ISO time. */
  readonly from: string;
  /** ISO time; null: it goes on. */
  readonly to: string | null;
  /** ISO time at which the last awaited answer by callback is due; null: none is awaited. */
  readonly deadline: string | null;
}

/**
 * The blocks that were started, in the order of their start; those that were
 * skipped have no row. Empty before the run starts. Pure.
 */
export function timeline(state: RunState): readonly TimelineRow[] {
  const rows = Object.values(state.blocks).flatMap((block): readonly TimelineRow[] => {
    if (block.startedAt === null) return [];
    const { blockId, path, startedAt: from, finishedAt: to } = block;
    return [{ blockId, path, state: block.state, from, to, deadline: deadlineOf(block) }];
  });
  return rows.sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
}

/** Recorded times are ISO in UTC, all of one length, so that their order as text is that in time. */
function deadlineOf({ executions, outcome }: BlockState): string | null {
  if (outcome !== null) return null;
  let last: string | null = null;
  for (const { state, deadline } of Object.values(executions))
    if (state === "waiting" && deadline !== null && (last === null || deadline > last))
      last = deadline;
  return last;
}
