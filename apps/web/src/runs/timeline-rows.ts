/** What a run's timeline shows: one row for each block that did something, in order of starting. Pure. */
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import type { RunState } from "@callbook/core/run";
import { blockStateName } from "../canvas/block-run-view.ts";
import type { StateName } from "../ui/index.ts";
import type { Span } from "./time-scale.ts";

export interface TimelineRow {
  readonly blockId: string;
  readonly name: string;
  readonly state: StateName;
  readonly from: number;
  readonly to: number;
  /** True while it waits for its callback. */
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
  const index = indexDocument(document);
  const end = state.finishedAt === null ? now : Date.parse(state.finishedAt);
  return Object.values(state.blocks)
    .flatMap((block): TimelineRow[] => {
      if (block.startedAt === null) return [];
      const from = Date.parse(block.startedAt);
      const live = block.finishedAt === null;
      return [
        {
          blockId: block.blockId,
          name: index.blocks.get(block.blockId)?.name ?? block.blockId,
          state: blockStateName(block),
          from,
          to: Math.max(from, block.finishedAt === null ? end : Date.parse(block.finishedAt)),
          waits: Object.values(block.executions).some((one) => one.waitId !== null),
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

/** "10 blocks: 3 succeeded, 1 failed, 2 skipped" */
export function countsOf(state: RunState): string {
  const words: Readonly<Record<string, string>> = {
    partly_succeeded: "partial",
    waiting: "waiting",
  };
  const counts = new Map<string, number>();
  const blocks = Object.values(state.blocks);
  for (const block of blocks) {
    const word = words[block.state] ?? block.state;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = [...counts].map(([word, count]) => `${count} ${word}`);
  const total = `${blocks.length} ${blocks.length === 1 ? "block" : "blocks"}`;
  return parts.length === 0 ? total : `${total}: ${parts.join(", ")}`;
}
