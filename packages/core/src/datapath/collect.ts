import type { Json } from "../json/index.ts";
import { type Datapath, printDatapath } from "./datapath.ts";
import { fullPath, rootsOf } from "./roots.ts";
import { product, type Row, rowsOf, type Wanted } from "./rows.ts";
import type { DatapathScope } from "./scope.ts";
import { sourceKey, unavailable } from "./sources.ts";

/** Most rows that a collect gives unless its caller says otherwise, as in Splunk SOAR. */
export const ROW_LIMIT = 2000;

export type Collected =
  | {
      readonly ok: true;
      /** One tuple per row, its values in the order of the datapaths asked for. */
      readonly rows: readonly (readonly Json[])[];
      /** True: there were more rows than the limit, the first ones are given. */
      readonly cut: boolean;
    }
  | { readonly ok: false; readonly datapath: string; readonly message: string };

/**
 * Collects the values of several datapaths. Those of one source stay aligned,
 * one tuple per row, with null for a missing leaf; where their lists part, and
 * between different sources, rows form the cartesian product, nested in the
 * order in which the sources first appear. A source without elements, or a
 * block that has not run, gives no row. No datapath: one empty row. An input
 * whose value is a list gives a row per element. At most `limit` rows.
 */
export function collectRows(
  datapaths: readonly Datapath[],
  scope: DatapathScope,
  limit = ROW_LIMIT,
): Collected {
  const groups = new Map<string, { readonly datapaths: Datapath[]; readonly wanted: Wanted[] }>();
  for (const [column, given] of datapaths.entries()) {
    const datapath = scope.resolved(given);
    const message = unreadable(datapath, scope);
    if (message !== null) return { ok: false, datapath: printDatapath(given), message };
    const key = sourceKey(datapath);
    const group = groups.get(key) ?? { datapaths: [], wanted: [] };
    group.datapaths.push(datapath);
    group.wanted.push({ column, segments: fullPath(datapath, scope) });
    groups.set(key, group);
  }
  let rows: readonly Row[] = [new Map()];
  for (const group of groups.values()) {
    const found = rowsOf(rootsOf(group.datapaths, scope), group.wanted, limit + 1);
    rows = product(rows, found, limit + 1);
  }
  const tuples = rows
    .slice(0, limit)
    .map((row) => datapaths.map((_, column) => row.get(column) ?? null));
  return { ok: true, rows: tuples, cut: rows.length > limit };
}

/** The values of one datapath, a row each, at most `limit`. */
export function collect(datapath: Datapath, scope: DatapathScope, limit = ROW_LIMIT): Collected {
  return collectRows([datapath], scope, limit);
}

/** Why a datapath cannot be read in this run; null: it can. */
export function unreadable(datapath: Datapath, scope: DatapathScope): string | null {
  if (datapath.filter?.kind === "caller" && scope.handedOn() === null)
    return "No filter called this block, so nothing is filtered for it.";
  return unavailable(datapath, {
    sourceOf: (block) => scope.block(block)?.source ?? null,
    isFilter: (block) => scope.isFilter(block),
  });
}
