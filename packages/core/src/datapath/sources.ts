import {
  type Datapath,
  type FilterReference,
  printDatapath,
  type Reference,
  type Source,
} from "./datapath.ts";
import type { DatapathSource } from "./source.ts";

/**
 * Ids of the blocks that a stored datapath reads: its source and its filter.
 * Blocks given by name are passed over.
 */
export function sourcesOf(datapath: Datapath): string[] {
  const { filter, source } = datapath;
  const references = [
    filter?.kind === "condition" ? filter.block : undefined,
    source.kind === "block" ? source.block : undefined,
  ];
  return references.flatMap((reference) => (reference?.kind === "id" ? [reference.id] : []));
}

/**
 * Two datapaths with the same key have the same source: their rows stay
 * aligned. Different keys form the cartesian product.
 */
export function sourceKey(datapath: Datapath): string {
  const { filter, source, section } = datapath;
  // All inputs are one source, as all fields of a block's results are.
  const root = source.kind === "playbook_input" ? { kind: source.kind, input: ANY } : source;
  const path = printDatapath({ filter: null, source: root, section, segments: [] });
  return `${filterKey(filter)} ${path}`;
}

function filterKey(filter: FilterReference | null): string {
  if (filter?.kind !== "condition") return filter === null ? "all" : "caller";
  return printDatapath({ filter, source: { kind: "container" }, section: null, segments: [] });
}

/**
 * As `sourceKey`, with each input of the playbook as a source of its own: what lets items through one
 * by one asks this.
 */
export function itemsKey(datapath: Datapath): string {
  return `${sourceKey(datapath)} ${sourceName(datapath.source)}`;
}

/** What ids of a source's rows are stored under: "#b_x1", "playbook_input:#i_x1", "container". */
export function sourceName(source: Source): string {
  const text = printDatapath({ filter: null, source, section: null, segments: [] });
  return text.endsWith(":") ? text.slice(0, -1) : text;
}

const ANY = { kind: "name", name: "" } as const;

/** What is known of blocks that datapaths name. */
export interface KnownBlocks {
  /** How datapaths read a block; null: they cannot, or it is unknown. */
  sourceOf(block: Reference): DatapathSource | null;
  isFilter(block: Reference): boolean;
}

/**
 * Why no run of this product can give this datapath a value; null: it can, or its block is unknown.
 * Such datapaths come with imported playbooks.
 */
export function unavailable(datapath: Datapath, known: KnownBlocks): string | null {
  const { filter, source, section } = datapath;
  if (filter?.kind === "condition" && !known.isFilter(filter.block))
    return "What filtered-data: names is no filter.";
  switch (source.kind) {
    case "playbook_input":
      return section === null ? null : notGiven(`${source.kind}:${section}`);
    case "container":
      return section === null ? null : notGiven(`container:${section}`);
    case "block":
      return known.sourceOf(source.block)?.refusal(datapath) ?? null;
    case "artifact":
    case "filtered-artifact":
    case "filtered_artifact":
      return "A run has no artifacts, so there are none to read or to filter.";
    default:
      return notGiven(source.kind);
  }
}

function notGiven(what: string): string {
  return `Nothing gives ${what} in a run.`;
}
