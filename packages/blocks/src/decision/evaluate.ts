import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import { evaluateBranches, matchedResults } from "@callbook/core/condition";
import { slotNamed } from "@callbook/core/log";
import { storedIds } from "@callbook/core/results";
import { DecisionConfig } from "./config.ts";

/** Takes the first branch that is true, else "else", and hands on the results that made it true. */
export function evaluateDecision({ block, scope }: EvaluateContext): Evaluation {
  const config = DecisionConfig.parse(block.config);
  const outcome = evaluateBranches(config, scope);
  if (!outcome.ok) {
    const branch = config.branches.find(({ id }) => id === outcome.branchId);
    const field = branch?.name || "Branches";
    return { status: "failed", class: "F-TEMPLATE", message: outcome.message, field };
  }
  const branch = config.branches.find(({ id }) => id === outcome.taken);
  const results = branch === undefined ? null : matchedResults(branch, config, scope);
  if (branch === undefined || results === null) return done([outcome.taken]);
  const slot = slotNamed(branch.id);
  return done([branch.id], {
    stored: [{ slot, value: storedIds({ results, rows: {} }) }],
    filtered: { [branch.id]: slot },
  });
}
