/** The values in which the datapaths of one source look, as a whole or item by item. */
import type { Json } from "../json/index.ts";
import type { Datapath, Reference } from "./datapath.ts";
import { type ItemId, type KeptItems, keptItems, type SourceItem } from "./filter.ts";
import type { PathStep } from "./rows.ts";
import type { DatapathScope, ReadBlock } from "./scope.ts";
import { sourceName } from "./sources.ts";

/** One for each pass that is read; empty: there is nothing to look in. */
export type Roots = readonly unknown[];

const EACH_ROOT: PathStep = { kind: "each" };
const FIRST_ROW: ItemId = { kind: "row", row: 0 };

/**
 * The roots of datapaths that have one `sourceKey`, without what their filter holds back. The datapaths
 * are resolved, as in all that follows.
 */
export function rootsOf(datapaths: readonly Datapath[], scope: DatapathScope): Roots {
  const [first] = datapaths;
  if (first === undefined) return [];
  switch (first.source.kind) {
    case "block":
      return rootsOfBlock(scope.block(first.source.block), keptOf(first, scope));
    case "playbook_input":
      return [Object.fromEntries(datapaths.map((datapath) => inputIn(datapath, scope)))];
    default: {
      const isKept = keptOf(first, scope)?.has(FIRST_ROW) ?? true;
      return isKept ? [scope.container ?? {}] : [];
    }
  }
}

/** The path from the roots, with aliases and implied elements written out. */
export function fullPath(datapath: Datapath, scope: DatapathScope): readonly PathStep[] {
  const { source, segments } = datapath;
  switch (source.kind) {
    case "block":
      return [EACH_ROOT, ...(scope.block(source.block)?.source.steps(datapath) ?? segments)];
    case "playbook_input": {
      const explicit = segments[0]?.kind === "each" ? segments.slice(1) : segments;
      const key = { kind: "key", key: referenceKey(source.input) } as const;
      return [EACH_ROOT, key, { kind: "each-if-list" }, ...explicit];
    }
    default:
      return [EACH_ROOT, ...segments];
  }
}

/** The items of a datapath's source that its filter let through, each with the roots in which it is alone. */
export function* itemsOf(
  datapath: Datapath,
  scope: DatapathScope,
): Iterable<{ readonly id: ItemId; readonly roots: Roots }> {
  const kept = keptOf(datapath, scope);
  for (const { id, root } of allItems(datapath, scope))
    if (kept?.has(id) ?? true) yield { id, roots: [root] };
}

function allItems({ source }: Datapath, scope: DatapathScope): Iterable<SourceItem> {
  switch (source.kind) {
    case "block": {
      const read = scope.block(source.block);
      return read?.results === undefined ? [] : itemsOfBlock(read.source, read.results);
    }
    case "playbook_input":
      return itemsOfInput(source.input, scope);
    default:
      return [{ id: FIRST_ROW, root: scope.container ?? {} }];
  }
}

function* itemsOfInput(input: Reference, scope: DatapathScope): Iterable<SourceItem> {
  for (const [row, value] of listed(scope.input(input)).entries())
    yield { id: { kind: "row", row }, root: { [referenceKey(input)]: [value] } };
}

type Results = NonNullable<ReadBlock["results"]>;

function itemsOfBlock(source: ReadBlock["source"], results: Results): Iterable<SourceItem> {
  return source.items?.list(results) ?? [{ id: FIRST_ROW, root: source.root(results) }];
}

/** Without `kept` all that the pass has stored; a block that has not run, or cannot be read, has nothing. */
function rootsOfBlock(read: ReadBlock | null, kept: KeptItems | null): Roots {
  if (read?.results === undefined) return [];
  const { source, results } = read;
  if (kept === null) return [source.root(results)];
  if (source.items !== undefined) return [source.items.only(results, kept)];
  return kept.has(FIRST_ROW) ? [source.root(results)] : [];
}

/** A value by the reference to its input; no value counts as null. */
function inputIn(datapath: Datapath, scope: DatapathScope): readonly [string, Json] {
  if (datapath.source.kind !== "playbook_input") return ["", null];
  const { input } = datapath.source;
  const value = scope.input(input) ?? null;
  const kept = keptOf(datapath, scope);
  if (kept === null) return [referenceKey(input), value];
  const rows = listed(value).filter((_, row) => kept.has({ kind: "row", row }));
  return [referenceKey(input), rows];
}

/** An input that is a list is as many rows as it has elements. */
function listed(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [value ?? null];
}

/** What the datapath's filter let through of its source; null: it is behind none. */
function keptOf({ filter, source }: Datapath, scope: DatapathScope): KeptItems | null {
  if (filter === null) return null;
  const name = sourceName(source);
  if (filter.kind === "caller") return keptItems(scope.handedOn(), name);
  const { block, condition } = filter;
  // A number that the filter does not have stays one, and lets nothing through.
  return keptItems(condition.kind === "id" ? scope.kept(block, condition.id) : null, name);
}

function referenceKey(reference: Reference): string {
  return reference.kind === "id" ? `#${reference.id}` : reference.name;
}
