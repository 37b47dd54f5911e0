import type { EvaluateContext, Evaluation } from "@callbook/core/block";
import { type ConditionScope, evaluateBranches, matchedResults } from "@callbook/core/condition";
import { runScope } from "@callbook/core/datapath";
import { indexDocument, nameKey } from "@callbook/core/document";
import { FILTERED_RESULTS_LIMIT } from "@callbook/core/run";
import { DecisionConfig } from "./config.ts";

/** Takes the first branch that is true, else "else", and hands on the results that made it true. */
export function evaluateDecision({ document, block, results }: EvaluateContext): Evaluation {
  const config = DecisionConfig.parse(block.config);
  const { blocksByName } = indexDocument(document);
  const scope: ConditionScope = {
    ...runScope(document, results, null),
    knowsBlock: (reference) => reference.kind === "id" || blocksByName.has(nameKey(reference.name)),
  };
  const outcome = evaluateBranches(config, scope);
  if (!outcome.ok) {
    const branch = config.branches.find(({ id }) => id === outcome.branchId);
    const field = branch?.name || "Branches";
    return { status: "failed", class: "F-TEMPLATE", message: outcome.message, field };
  }
  const branch = config.branches.find(({ id }) => id === outcome.taken);
  const matched = branch && matchedResults(branch, config, scope, FILTERED_RESULTS_LIMIT);
  return {
    status: "done",
    taken: [outcome.taken],
    logs: [],
    outputs: {},
    filteredResults: matched ?? null,
  };
}
