import type { Json } from "../json/index.ts";
import { type Datapath, printDatapath } from "./datapath.ts";
import { fullPath, rootsOf } from "./roots.ts";
import { product, type Row, rowsOf, type Wanted } from "./rows.ts";
import type { DatapathScope } from "./scope.ts";
import { sourceKey, unavailable } from "./sources.ts";

/** Most rows that a collect gives unless its caller says otherwise. Splunk SOAR cuts at 2,000 without a word. */
export const ROW_LIMIT = 50_000;

export type Collected =
  | {
      readonly ok: true;
      /** One tuple per row, its values in the order of the datapaths asked for. */
      readonly rows: readonly (readonly Json[])[];
    }
  | { readonly ok: false; readonly datapath: string; readonly message: string };

/**
 * Collects the values of several datapaths. Those of one source stay aligned,
 * one tuple per row, with null for a missing leaf; where their lists part, and
 * between different sources, rows form the cartesian product, nested in the
 * order in which the sources first appear. A source without elements, or a
 * block that has not run, gives no row. No datapath: one empty row. An input
 * whose value is a list gives a row per element. More than `limit` rows are
 * refused: what nobody knows to be cut is wrong. Pure.
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
  const [first] = datapaths;
  if (first !== undefined && rows.length > limit)
    return { ok: false, datapath: printDatapath(first), message: tooManyRows(limit) };
  const tuples = rows.map((row) => datapaths.map((_, column) => row.get(column) ?? null));
  return { ok: true, rows: tuples };
}

/** Why more rows than the limit are refused. */
export function tooManyRows(limit: number): string {
  const most = limit.toLocaleString("en");
  return `There are more than ${most} rows, the most that are read here. Narrow them with a Filter`;
}

/** The values of one datapath, a row each; more than `limit` are refused. */
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
