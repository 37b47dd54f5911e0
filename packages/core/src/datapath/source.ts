/** How a kind of block lets datapaths read what it stores. */
import { narrowedEntry, type PassResults, type ResultsEntry } from "../results/index.ts";
import type { Section, Segment } from "./datapath.ts";
import type { ItemId, KeptItems, SourceItem } from "./filter.ts";
import type { PathStep } from "./rows.ts";

/** What stands behind the block's name: its section and the path. */
export interface PathBehind {
  readonly section: Section | null;
  readonly segments: readonly Segment[];
}

export interface DatapathSource {
  /** Why no run can give this path a value; null: it can. */
  refusal(path: PathBehind): string | null;
  /** The value in which its paths are looked up. */
  root(results: PassResults): unknown;
  /** Whether the path has one value at most, which stands for itself and not in a list of one. */
  isSingle(path: PathBehind): boolean;
  /** The path from that root, with aliases and implied elements written out. */
  steps(path: PathBehind): readonly PathStep[];
  /** How filters take it apart. Absent: what a pass stored is one item, let through whole or not at all. */
  readonly items?: SourceItems;
}

export interface SourceItems {
  list(results: PassResults): Iterable<SourceItem>;
  /** The root with only the items that were kept. */
  only(results: PassResults, kept: KeptItems): unknown;
}

/** Keys of a results entry with which a path may begin. */
const ENTRY_KEYS: ReadonlySet<string> = new Set([
  "action_result",
  "action_results",
  "result_data",
  "summary",
  "status",
  "message",
  "asset",
  "asset_id",
  "app",
  "app_id",
  "action",
  "name",
  "action_run_id",
  "app_run_id",
]);

const EACH: Segment = { kind: "each" };
const ACTION_RESULTS: Segment = { kind: "key", key: "action_results" };

/**
 * The results of a pass that acts on connections: `action_result.<x>` reads x of every action result
 * of every connection; `result_data.*.<x>` is the same, as Splunk SOAR writes it on disk;
 * `summary.<x>` is the summary of the run on one connection.
 */
export const actionResults: DatapathSource = {
  refusal: ({ section, segments }) => {
    const first = segments[0];
    if (section !== null) return notGiven(section);
    if (first?.kind !== "key") return notGiven("this path");
    return ENTRY_KEYS.has(first.key) ? null : notGiven(first.key);
  },
  // An action may have any number of results.
  isSingle: () => false,
  root: ({ entries }): readonly ResultsEntry[] => entries,
  steps: ({ segments }) => [EACH, ...withoutAlias(segments)],
  items: {
    *list({ entries }) {
      let row = 0;
      for (const entry of entries)
        for (const [index, result] of entry.action_results.entries()) {
          yield {
            id: resultId(entry, index, row),
            root: [{ ...entry, action_results: [result] }],
          };
          row += 1;
        }
    },
    only: ({ entries }, kept): readonly ResultsEntry[] => {
      let before = 0;
      return entries.flatMap((entry) => {
        const row = before;
        before += entry.action_results.length;
        const narrowed = narrowedEntry(entry, (index) =>
          kept.has(resultId(entry, index, row + index)),
        );
        return narrowed.action_results.length === 0 ? [] : [narrowed];
      });
    },
  },
};

/** What stands in for results, because an action failed before anything was executed, has no app run. */
function resultId({ app_run_id }: ResultsEntry, index: number, row: number): ItemId {
  return app_run_id === 0 ? { kind: "row", row } : { kind: "result", result: [app_run_id, index] };
}

function notGiven(what: string): string {
  return `No block gives ${what}. The results of an action are at action_result.data, .parameter, .summary, .status, .message and .error.`;
}

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
