import type { Json } from "../json/index.ts";
import { type Datapath, printDatapath, type Reference, type Segment } from "./datapath.ts";
import { type PathStep, product, rowsOf, type Wanted } from "./rows.ts";
import type { DatapathScope } from "./scope.ts";
import { sourceKey, unavailable } from "./sources.ts";

/** Most rows that a collect gives, as in Splunk SOAR. */
export const ROW_LIMIT = 2000;

export type Collected =
  | {
      readonly ok: true;
      /** One tuple per row, its values in the order of the datapaths asked for. */
      readonly rows: readonly (readonly Json[])[];
      /** True: there were more than 2,000 rows, the first 2,000 are given. */
      readonly cut: boolean;
    }
  | { readonly ok: false; readonly datapath: string; readonly message: string };

/**
 * Collects the values of several datapaths. Those of one source stay aligned,
 * one tuple per row, with null for a missing leaf; where their lists part, and
 * between different sources, rows form the cartesian product, nested in the
 * order in which the sources first appear. A source without elements, or a
 * block that has not run, gives no row. No datapath: one empty row.
 *
 * `action_result.<x>` reads x of every action result of every connection;
 * `result_data.*.<x>` is the same, as Splunk SOAR writes it on disk;
 * `summary.<x>` is the summary of the run on one connection. An input whose
 * value is a list gives a row per element.
 */
export function collectRows(datapaths: readonly Datapath[], scope: DatapathScope): Collected {
  const groups = new Map<string, Wanted[]>();
  for (const [column, datapath] of datapaths.entries()) {
    const message = unavailable(datapath);
    if (message !== null) return { ok: false, datapath: printDatapath(datapath), message };
    const key = sourceKey(datapath);
    const wanted: Wanted = { column, segments: fullPath(datapath) };
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [wanted]);
    else group.push(wanted);
  }
  let rows: readonly ReadonlyMap<number, Json>[] = [new Map()];
  for (const group of groups.values()) {
    const first = datapaths[group[0]?.column ?? 0];
    if (first === undefined) continue;
    rows = product(
      rows,
      rowsOf(rootOf(first, datapaths, scope), group, ROW_LIMIT + 1),
      ROW_LIMIT + 1,
    );
  }
  const tuples = rows
    .slice(0, ROW_LIMIT)
    .map((row) => datapaths.map((_, column) => row.get(column) ?? null));
  return { ok: true, rows: tuples, cut: rows.length > ROW_LIMIT };
}

/** The values of one datapath, a row each. */
export function collect(datapath: Datapath, scope: DatapathScope): Collected {
  return collectRows([datapath], scope);
}

/** The value in which the datapaths of one source look. */
function rootOf(first: Datapath, all: readonly Datapath[], scope: DatapathScope): unknown {
  const { source } = first;
  switch (source.kind) {
    case "block":
      return scope.results(source.block) ?? [];
    case "playbook_input":
      return inputValues(all, scope);
    default:
      return scope.container ?? {};
  }
}

/** All inputs that are asked for, by their reference; no value counts as null. */
function inputValues(all: readonly Datapath[], scope: DatapathScope): Record<string, Json> {
  const values = all.flatMap(({ source }): [string, Json][] =>
    source.kind === "playbook_input"
      ? [[referenceKey(source.input), scope.input(source.input) ?? null]]
      : [],
  );
  return Object.fromEntries(values);
}

function referenceKey(reference: Reference): string {
  return reference.kind === "id" ? `#${reference.id}` : reference.name;
}

/** The path from the root of the source, with aliases and implied elements written out. */
function fullPath(datapath: Datapath): readonly PathStep[] {
  const { source, segments } = datapath;
  if (source.kind === "playbook_input") {
    const explicit = segments[0]?.kind === "each" ? segments.slice(1) : segments;
    return [
      { kind: "key", key: referenceKey(source.input) },
      { kind: "each-if-list" },
      ...explicit,
    ];
  }
  if (source.kind !== "block") return segments;
  return [EACH, ...withoutAlias(segments)];
}

const EACH: Segment = { kind: "each" };
const ACTION_RESULTS: Segment = { kind: "key", key: "action_results" };

function withoutAlias(segments: readonly Segment[]): readonly Segment[] {
  const first = segments[0];
  if (first?.kind !== "key") return segments;
  if (first.key === "action_result") return [ACTION_RESULTS, EACH, ...segments.slice(1)];
  if (first.key === "result_data") return [ACTION_RESULTS, ...segments.slice(1)];
  // "summary.*": all of the run summary, which is no list.
  if (first.key === "summary" && segments[1]?.kind === "each" && segments.length === 2)
    return [first];
  return segments;
}
