/** What a filter stores for each output, and how datapaths behind it read that. */
import type { StoredValue } from "@callbook/core/block";
import type { DatapathFilter } from "@callbook/core/datapath";
import { slotNamed } from "@callbook/core/log";
import { type FilteredIds, readStoredIds, storedIds } from "@callbook/core/results";

/** The slot of an output is its id. Pure. */
export function storedFiltered(outputId: string, ids: FilteredIds): StoredValue {
  const value = storedIds(ids);
  return { slot: slotNamed(outputId), value, message: messageOf(ids) };
}

export const filteredData: DatapathFilter = {
  kept: (results, outputId) => readStoredIds(results.value(slotNamed(outputId))),
};

function messageOf({ results, rows }: FilteredIds): string {
  const ofRows = Object.values(rows).reduce((sum, { length }) => sum + length, 0);
  const counts = [counted(results.length, "result"), counted(ofRows, "row")];
  return counts.filter((text) => text !== null).join(", ") || "nothing";
}

function counted(count: number, what: string): string | null {
  if (count === 0) return null;
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
