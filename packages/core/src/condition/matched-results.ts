/** Which action results made a branch true: what a decision hands on as filtered results. */
import type { DatapathScope, Reference } from "../datapath/index.ts";
import type { ResultsEntry } from "../results/index.ts";
import { type Branch, type Branches, type ConditionScope, isTrue } from "./branches.ts";
import { operandOf } from "./operand.ts";

/** App run id and index of the parameter object. */
export type MatchedResult = readonly [appRunId: number, parameterIndex: number];

/**
 * The results of actions that the branch reads for which, each taken by
 * itself, the comparisons on its action hold. null: the branch reads no
 * results. At most `limit`. Pure.
 */
export function matchedResults(
  branch: Branch,
  config: Branches,
  scope: ConditionScope,
  limit: number,
): readonly MatchedResult[] | null {
  const blocks = blocksRead(branch, scope);
  if (blocks.length === 0) return null;
  return blocks.flatMap((block) => matchedOf(block, branch, config, scope)).slice(0, limit);
}

/** The blocks that the comparisons read, each with those comparisons. */
function blocksRead(branch: Branch, scope: ConditionScope): readonly Reference[] {
  const blocks = new Map<string, Reference>();
  for (const { left, right } of branch.comparisons) {
    for (const reference of [blockRead(left, scope), blockRead(right, scope)])
      if (reference !== null) blocks.set(keyOf(reference), reference);
  }
  return [...blocks.values()];
}

function blockRead(text: string, scope: ConditionScope): Reference | null {
  const operand = operandOf(text, (reference) => scope.knowsBlock(reference));
  if (operand.kind === "literal" || operand.datapath.source.kind !== "block") return null;
  return operand.datapath.source.block;
}

function matchedOf(
  block: Reference,
  branch: Branch,
  config: Branches,
  scope: ConditionScope,
): readonly MatchedResult[] {
  const comparisons = branch.comparisons.filter(({ left, right }) =>
    [blockRead(left, scope), blockRead(right, scope)].some(
      (reference) => reference !== null && keyOf(reference) === keyOf(block),
    ),
  );
  return (scope.results(block) ?? []).flatMap((entry) =>
    entry.action_results.flatMap((_, index): readonly MatchedResult[] => {
      const only = scopeOf(scope, block, entry, index);
      const holds = isTrue({ ...branch, comparisons }, config, only) === true;
      return holds ? [[entry.app_run_id, index]] : [];
    }),
  );
}

/** The scope in which this block has this one result. */
function scopeOf(
  scope: ConditionScope,
  block: Reference,
  entry: ResultsEntry,
  index: number,
): ConditionScope {
  const results: DatapathScope["results"] = (reference) => {
    if (keyOf(reference) !== keyOf(block)) return scope.results(reference);
    return [{ ...entry, action_results: entry.action_results.slice(index, index + 1) }];
  };
  return {
    container: scope.container,
    input: (reference) => scope.input(reference),
    knowsBlock: (reference) => scope.knowsBlock(reference),
    results,
  };
}

function keyOf(reference: Reference): string {
  return reference.kind === "id" ? `#${reference.id}` : reference.name;
}
