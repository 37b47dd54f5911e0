/** What filters let through of a source, item by item. */
import type { MatchedResult } from "../log/index.ts";
import type { FilteredIds, PassResults } from "../results/index.ts";

/** How a kind of block that filters tells what its conditions let through. */
export interface DatapathFilter {
  /** null: nothing. */
  kept(results: PassResults, conditionId: string): FilteredIds | null;
}

/** What is let through or held back by itself: a result of an action, or a row of its source, counted from 0. */
export type ItemId =
  | { readonly kind: "result"; readonly result: MatchedResult }
  | { readonly kind: "row"; readonly row: number };

export interface SourceItem {
  readonly id: ItemId;
  /** The source's root with this item alone in it. */
  readonly root: unknown;
}

/** Which items of one source were let through. */
export interface KeptItems {
  has(id: ItemId): boolean;
}

/** Those of a source; `ids` null: none. Linear in the ids. Pure. */
export function keptItems(ids: FilteredIds | null, sourceName: string): KeptItems {
  const results = new Map<number, Set<number>>();
  for (const [appRunId, index] of ids?.results ?? []) {
    const known = results.get(appRunId);
    if (known === undefined) results.set(appRunId, new Set([index]));
    else known.add(index);
  }
  const ofSource = ids !== null && Object.hasOwn(ids.rows, sourceName) ? ids.rows[sourceName] : [];
  const rows = new Set(ofSource);
  return {
    has: (id) => {
      if (id.kind === "row") return rows.has(id.row);
      const [appRunId, index] = id.result;
      return results.get(appRunId)?.has(index) ?? false;
    },
  };
}
