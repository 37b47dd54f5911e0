/** What a condition let through, as people read it. Pure. */
import type { FilteredIds } from "@callbook/core/results";
import type { StoredSlots } from "./results-data.ts";

export interface FilteredLine {
  readonly key: string;
  /** "lookup_1 on intel, parameter 2"; "Input ip, row 1". */
  readonly what: string;
  /** As it is stored. */
  readonly id: string;
}

export function filteredLines(
  { results, rows }: FilteredIds,
  { appRuns, sourceName }: Pick<StoredSlots, "appRuns" | "sourceName">,
): readonly FilteredLine[] {
  const ofResults = results.map(([appRunId, index]): FilteredLine => {
    const id = `${appRunId}/${index}`;
    const name = appRuns.get(appRunId) ?? `app run ${appRunId}`;
    return { key: id, what: `${name}, parameter ${index + 1}`, id };
  });
  const ofRows = Object.entries(rows).flatMap(([source, numbers]) =>
    numbers.map((row): FilteredLine => {
      const id = `${source} ${row}`;
      return { key: id, what: `${sourceName(source)}, row ${row + 1}`, id };
    }),
  );
  return [...ofResults, ...ofRows];
}
