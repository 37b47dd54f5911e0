import { type Block, indexDocument, type PlaybookDocument } from "../document/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import { type ArgumentReferences, lastPass, type RunState } from "../log/index.ts";
import {
  type FilteredIds,
  type PassResults,
  type ResultReader,
  readStoredIds,
} from "../results/index.ts";
import type { Datapath, Reference } from "./datapath.ts";
import type { DatapathFilter } from "./filter.ts";
import { asFarAsKnown, findBlock } from "./references.ts";
import type { DatapathSource } from "./source.ts";

/** What datapaths read in a run. */
export interface DatapathScope {
  /** Whether there is such a block; a text that names none is a literal. */
  knows(reference: Reference): boolean;
  /** The datapath with ids in place of names and numbers, so that one thing is referred to in one way. */
  resolved(datapath: Datapath): Datapath;
  /** A block with what it stored; null: there is no such block, or datapaths cannot read its kind. */
  block(reference: Reference): ReadBlock | null;
  /** Whether there is such a block and its kind filters. */
  isFilter(reference: Reference): boolean;
  /** What a condition of a filter let through; null: nothing, or the filter has not run. */
  kept(filter: Reference, conditionId: string): FilteredIds | null;
  /** What was let through by the filter that called the block which reads; null: nothing was filtered. */
  handedOn(): FilteredIds | null;
  /** Value with which the run was started; undefined: none was given. */
  input(input: Reference): Json | undefined;
  /** null: the run has no container. */
  readonly container: JsonObject | null;
}

/** The scope in which there is nothing, for those that have little to add. */
export const emptyScope: DatapathScope = Object.freeze({
  knows: () => false,
  resolved: (datapath: Datapath) => datapath,
  block: () => null,
  isFilter: () => false,
  kept: () => null,
  handedOn: () => null,
  input: () => undefined,
  container: null,
});

export interface ReadBlock {
  readonly source: DatapathSource;
  /** undefined: it has not run (yet, or it was skipped). */
  readonly results: PassResults | undefined;
}

/** How datapaths take a type of block. */
export interface BlockAccess {
  /** null: they cannot read it. */
  readonly source: DatapathSource | null;
  /** null: it does not filter. */
  readonly filter: DatapathFilter | null;
}

/** What a scope is made of. */
export interface ScopeParts {
  readonly document: PlaybookDocument;
  readonly accessTo: (type: Block["type"]) => BlockAccess;
  readonly results: Pick<ResultReader, "pass" | "inputs">;
  readonly state: Pick<RunState, "blocks">;
  /** The arguments with which the pass that reads was released. */
  readonly releasedBy: Pick<ArgumentReferences, "filtered">;
  readonly container: JsonObject | null;
}

/** The scope of a pass in a run. A datapath reads the newest pass of a block. */
export function runScope(parts: ScopeParts): DatapathScope {
  const { document, accessTo, results, state, container } = parts;
  const index = indexDocument(document);
  const resultsOf = ({ id }: Block): PassResults | undefined => {
    const pass = lastPass(state, id);
    return pass === undefined ? undefined : results.pass(pass.path);
  };
  const kept = onceEach((block: Block, conditionId) => {
    const stored = resultsOf(block);
    return stored === undefined
      ? null
      : (accessTo(block.type).filter?.kept(stored, conditionId) ?? null);
  });
  let handedOn: { readonly ids: FilteredIds | null } | null = null;
  return {
    container,
    knows: (reference) => reference.kind === "id" || findBlock(reference, document) !== undefined,
    resolved: (datapath) => asFarAsKnown(datapath, document),
    block: (reference) => {
      const block = findBlock(reference, document);
      const source = block === undefined ? null : accessTo(block.type).source;
      return block === undefined || source === null ? null : { source, results: resultsOf(block) };
    },
    isFilter: (reference) => {
      const block = findBlock(reference, document);
      return block !== undefined && accessTo(block.type).filter !== null;
    },
    kept: (reference, conditionId) => {
      const block = findBlock(reference, document);
      return block === undefined ? null : kept(block, conditionId);
    },
    handedOn: () => {
      handedOn ??= { ids: handedOnIn(parts) };
      return handedOn.ids;
    },
    input: (input) => {
      const name = input.kind === "name" ? input.name : index.inputs.get(input.id)?.name;
      const values = results.inputs();
      return name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
    },
  };
}

function handedOnIn({ releasedBy: { filtered }, results }: ScopeParts): FilteredIds | null {
  if (filtered === null) return null;
  if ("results" in filtered) return { results: filtered.results, rows: {} };
  return readStoredIds(results.pass(filtered.path)?.value(filtered.slot));
}

/** Reading many ids once for each condition, however many datapaths are behind it. */
function onceEach(
  read: (block: Block, conditionId: string) => FilteredIds | null,
): (block: Block, conditionId: string) => FilteredIds | null {
  const known = new Map<string, FilteredIds | null>();
  return (block, conditionId) => {
    const key = `${block.id} ${conditionId}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const ids = read(block, conditionId);
    known.set(key, ids);
    return ids;
  };
}
