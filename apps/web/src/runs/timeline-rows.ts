/** What a run's timeline shows: one row for each pass of a block that did something, in order of starting. Pure. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { BlockPath, BlockState, ExecutionState, RunState } from "@callbook/core/log";
import { passesByBlock, passNames } from "../canvas/block-passes.ts";
import { blockStateName } from "../canvas/block-run-view.ts";
import type { StateName } from "../ui/index.ts";
import type { Span } from "./time-scale.ts";

export interface TimelineRow {
  readonly path: BlockPath;
  /** Of the block, with the pass where it has several. */
  readonly name: string;
  readonly state: StateName;
  readonly from: number;
  readonly to: number;
  /** It waited, or waits: for its callback, or for a time to pass. */
  readonly waits: boolean;
  /** Still going on. */
  readonly live: boolean;
}

/** @param now milliseconds; the end of what is still going on */
export function timelineRows(
  document: PlaybookDocument,
  state: RunState,
  now: number,
): readonly TimelineRow[] {
  const { titleOf } = passNames(document, state);
  const end = state.finishedAt === null ? now : Date.parse(state.finishedAt);
  return Object.values<BlockState>(state.blocks)
    .flatMap((block): TimelineRow[] => {
      if (block.startedAt === null) return [];
      const from = Date.parse(block.startedAt);
      const live = block.finishedAt === null;
      return [
        {
          path: block.path,
          name: titleOf(block.path),
          state: blockStateName(block),
          from,
          to: Math.max(from, block.finishedAt === null ? end : Date.parse(block.finishedAt)),
          waits: Object.values<ExecutionState>(block.executions).some((one) => one.waitId !== null),
          live,
        },
      ];
    })
    .sort((a, b) => a.from - b.from);
}

/** The spans of the rows: of a block that waited, the whole counts as waiting. */
export function spansOf(rows: readonly TimelineRow[]): readonly Span[] {
  return rows.map(({ from, to, waits }) => ({ from, to, waits }));
}

/** "10 blocks: 3 succeeded, 1 failed, 2 skipped"; "12 passes of 10 blocks: …" where blocks have several. */
export function countsOf(state: RunState): string {
  const words: Readonly<Record<string, string>> = {
    partly_succeeded: "partial",
    waiting: "waiting",
  };
  const counts = new Map<string, number>();
  const passes = Object.values<BlockState>(state.blocks);
  for (const block of passes) {
    const word = words[block.state] ?? block.state;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = [...counts].map(([word, count]) => `${count} ${word}`);
  const blocks = passesByBlock(state).size;
  const those = `${blocks} ${blocks === 1 ? "block" : "blocks"}`;
  const total = passes.length === blocks ? those : `${passes.length} passes of ${those}`;
  return parts.length === 0 ? total : `${total}: ${parts.join(", ")}`;
}
