/** The list of runs as it is shown: a page that follows what happens, or pages that stay where they are. Pure. */
import type { Inputs, Outputs } from "../api/types.ts";
import { formatTime } from "../ui/index.ts";

export type RunsPage = Outputs["runs"]["list"];
export type RunRow = RunsPage["rows"][number];
export type RunsFilter = Pick<Inputs["runs"]["list"], "state" | "playbookId">;

/** Runs in one answer. */
export const PAGE = 50;

/** The rows of several pages; a run that a page was filled up with is on the next one as well. */
export function rowsOf(pages: readonly RunsPage[]): readonly RunRow[] {
  const rows = new Map<number, RunRow>();
  for (const page of pages) for (const row of page.rows) rows.set(row.id, row);
  return [...rows.values()].sort((a, b) => b.id - a.id);
}

/** "Waits for a callback", "Waits until 10:42:05": whose deadline is a limit says what it waits for. */
export function waitText({ kind, deadline }: NonNullable<RunRow["nextWait"]>, now: Date): string {
  const texts = {
    callback: "Waits for a callback",
    delay: `Waits until ${formatTime(deadline, now)}`,
  };
  return texts[kind];
}

/** How many runs are newer than those that are shown; `more`: at least so many. */
export interface Newer {
  readonly count: number;
  readonly more: boolean;
}

/**
 * @param newest the first page of the list as it now is
 * @param before the shown pages begin with the run before this id
 */
export function newerRuns(newest: RunsPage | undefined, before: number): Newer {
  const rows = newest?.rows ?? [];
  const count = rows.filter(({ id }) => id >= before).length;
  return { count, more: count === rows.length && newest?.nextCursor != null };
}

/** "12 newer runs", "50 or more newer runs". */
export function newerText({ count, more }: Newer): string {
  return `${count}${more ? " or more" : ""} newer ${count === 1 && !more ? "run" : "runs"}`;
}
