/** What of its sources makes a branch true: action results, and rows of what has none. */

import type { DatapathScope } from "../datapath/index.ts";
import { type Datapath, type ItemId, itemsOf, type Roots, sourceName } from "../datapath/index.ts";
import type { MatchedResult } from "../log/index.ts";
import type { FilteredIds } from "../results/index.ts";
import type { Branch, Branches, Unreadable } from "./branch.ts";
import { type Holding, holdingOf } from "./holds.ts";
import { mentions, ReadBranch, type ReadComparison } from "./read-branch.ts";

export type MatchedItems =
  | {
      readonly ok: true;
      readonly ids: FilteredIds;
      /** Results and rows together. */
      readonly count: number;
    }
  | Unreadable;

/**
 * The items that a condition lets through. An item is let through when, taken by itself, it makes the
 * comparisons about its source hold: all with `and`, one with `or`. With `and` nothing is let through
 * unless every comparison holds somewhere. Linear in the items. Pure.
 */
export function matchedItems(branch: Branch, config: Branches, scope: DatapathScope): MatchedItems {
  const reading = new ReadBranch(branch, config, scope);
  const kept = new KeptBySource(reading.logic);
  for (const [key, datapath] of reading.sources()) {
    const found = keptIn(reading, key, datapath);
    if (!Array.isArray(found)) return found;
    kept.add(key, datapath, found);
  }
  if (reading.logic === "and") {
    const holds = holdsEverywhere(reading, kept);
    if (holds !== true) return holds === false ? NOTHING : holds;
  }
  return kept.all();
}

/**
 * The results of actions that the branch reads for which, each taken by itself, the comparisons on its
 * action hold: what a decision hands on. null: the branch reads no results. Pure.
 */
export function matchedResults(
  branch: Branch,
  config: Branches,
  scope: DatapathScope,
): readonly MatchedResult[] | null {
  const reading = new ReadBranch(branch, config, scope);
  const kept = new KeptBySource(reading.logic);
  let readsBlocks = false;
  for (const [key, datapath] of reading.sources()) {
    if (datapath.source.kind !== "block") continue;
    readsBlocks = true;
    const found = keptIn(reading, key, datapath);
    kept.add(key, datapath, Array.isArray(found) ? found : []);
  }
  return readsBlocks ? kept.all().ids.results : null;
}

const NOTHING: MatchedItems = { ok: true, ids: { results: [], rows: {} }, count: 0 };

function keptIn(reading: ReadBranch, key: string, datapath: Datapath): ItemId[] | Unreadable {
  const about = reading.comparisons.filter((comparison) => mentions(comparison, key));
  const groups = reading.logic === "and" ? [about] : about.map((comparison) => [comparison]);
  const holdings: Holding[] = [];
  for (const group of groups) {
    const holding = holdingOf(reading, group, key);
    if (!holding.ok) return holding;
    holdings.push(holding);
  }
  const kept: ItemId[] = [];
  for (const { id, roots } of itemsOf(datapath, reading.scope)) {
    const holds = holdsInItem(holdings, roots);
    if (typeof holds !== "boolean") return holds;
    if (holds) kept.push(id);
  }
  return kept;
}

function holdsInItem(holdings: readonly Holding[], roots: Roots): boolean | Unreadable {
  for (const holding of holdings) {
    const holds = holding.inItem(roots);
    if (holds !== false) return holds;
  }
  return false;
}

/** Whether the comparisons about each source hold in one of its items, or in a source as a whole. */
function holdsEverywhere(reading: ReadBranch, kept: KeptBySource): boolean | Unreadable {
  for (const group of reading.groups()) {
    const key = group[0]?.key ?? null;
    if (key !== null && kept.has(key)) continue;
    const holds = holdsSomewhere(reading, group, key);
    if (holds !== true) return holds;
  }
  return true;
}

function holdsSomewhere(
  reading: ReadBranch,
  group: readonly ReadComparison[],
  key: string | null,
): boolean | Unreadable {
  const holding = holdingOf(reading, group, key);
  if (!holding.ok) return holding;
  const datapath = key === null ? undefined : reading.sources().get(key);
  if (datapath !== undefined)
    for (const { roots } of itemsOf(datapath, reading.scope)) {
      const holds = holding.inItem(roots);
      if (holds !== false) return holds;
    }
  return holding.anywhere();
}

/** Items by their source; of a block that is read behind several filters, with `and`, those behind all of them. */
class KeptBySource {
  readonly #logic: Branch["logic"];
  readonly #keys = new Set<string>();
  readonly #sources = new Map<string, ReadonlyMap<string, ItemId>>();

  constructor(logic: Branch["logic"]) {
    this.#logic = logic;
  }

  add(key: string, { source }: Datapath, ids: readonly ItemId[]): void {
    if (ids.length > 0) this.#keys.add(key);
    const name = sourceName(source);
    const before = this.#sources.get(name);
    const now = new Map(ids.map((id) => [textOf(id), id] as const));
    if (before === undefined) this.#sources.set(name, now);
    else if (this.#logic === "or") this.#sources.set(name, new Map([...before, ...now]));
    else this.#sources.set(name, new Map([...before].filter(([text]) => now.has(text))));
  }

  /** Whether anything of the source of this key was kept. */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  all(): Extract<MatchedItems, { ok: true }> {
    const results: MatchedResult[] = [];
    const rows: Record<string, readonly number[]> = {};
    let count = 0;
    for (const [name, ids] of this.#sources) {
      const ofSource: number[] = [];
      for (const id of ids.values())
        if (id.kind === "result") results.push(id.result);
        else ofSource.push(id.row);
      if (ofSource.length > 0) rows[name] = ofSource;
      count += ids.size;
    }
    return { ok: true, ids: { results, rows }, count };
  }
}

function textOf(id: ItemId): string {
  return id.kind === "row" ? String(id.row) : id.result.join("/");
}
