/** A scope of a run in which some blocks have results, made by the same fold and reader as a real one. */
import { type Block, newBlock, newDocument, type PlaybookDocument } from "../../document/index.ts";
import type { Json } from "../../json/index.ts";
import {
  type ArgumentReferences,
  blockPath,
  foldRun,
  type RunEvent,
  slotNamed,
} from "../../log/index.ts";
import {
  type FilteredIds,
  type ResultsEntry,
  readStoredIds,
  storedIds,
} from "../../results/index.ts";
import type { DatapathFilter } from "../filter.ts";
import { type DatapathScope, runScope } from "../scope.ts";
import { actionResults } from "../source.ts";

export interface ScopeFacts {
  /** Blocks beside those that have results; without it there are no others. */
  readonly document?: PlaybookDocument;
  readonly inputs?: Readonly<Record<string, Json>>;
  /** By block id; a block that is not in it has not run. */
  readonly results?: Readonly<Record<string, readonly ResultsEntry[]>>;
  /** By block id of a filter and id of its condition; a filter that is not in it has not run. */
  readonly kept?: Readonly<Record<string, Readonly<Record<string, FilteredIds>>>>;
  /** Which of these called the block that reads. */
  readonly calledBy?: { readonly filter: string; readonly condition: string };
}

/** Keeps the ids of each condition under its id. */
export const keepsIds: DatapathFilter = {
  kept: (results, conditionId) => readStoredIds(results.value(slotNamed(conditionId))),
};

/** The scope; what blocks have stored is read as results of actions, and those named in `kept` are filters. */
export function scopeWith(facts: ScopeFacts): DatapathScope {
  const { document, inputs = {}, results = {}, kept = {}, calledBy } = facts;
  const entries = new Map(Object.entries(results).map(([id, of]) => [blockPath(id), of]));
  const ids = new Map(Object.entries(kept).map(([id, of]) => [blockPath(id), of]));
  const ran = [...Object.keys(results), ...Object.keys(kept)];
  const filtered: ArgumentReferences["filtered"] =
    calledBy === undefined
      ? null
      : { path: blockPath(calledBy.filter), slot: slotNamed(calledBy.condition) };
  return runScope({
    document: document ?? documentOf(Object.keys(results), kept),
    accessTo: (type) =>
      type === "filter"
        ? { source: null, filter: keepsIds }
        : { source: actionResults, filter: null },
    results: {
      inputs: () => inputs,
      pass: (path) => {
        const conditions = ids.get(path);
        const found = entries.get(path);
        if (conditions === undefined && found === undefined) return undefined;
        return {
          entries: found ?? [],
          value: (slot) => {
            const of = conditions?.[slot];
            return of === undefined ? undefined : storedIds(of);
          },
        };
      },
    },
    state: foldRun(ran.map(startOf)),
    releasedBy: { filtered },
    container: null,
  });
}

function documentOf(
  blockIds: readonly string[],
  kept: NonNullable<ScopeFacts["kept"]>,
): PlaybookDocument {
  const actions = blockIds.map((id) => blockOf(id, "action", {}));
  const filters = Object.entries(kept).map(([id, conditions]) =>
    blockOf(id, "filter", {
      branches: Object.keys(conditions).map((condition) => ({ id: condition })),
    }),
  );
  return newDocument({ name: "Test", blocks: [...actions, ...filters] });
}

function blockOf(id: string, type: string, config: Block["config"]): Block {
  return newBlock({ id, type, version: 1, name: id.slice(2), config });
}

function startOf(blockId: string, index: number): RunEvent {
  const path = blockPath(blockId);
  const event = { v: 1, type: "BlockStarted", path, blockId, action: null } as const;
  return { seq: index + 1, at: "2026-01-02T03:04:05.000Z", event };
}
