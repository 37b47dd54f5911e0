import {
  done,
  type EvaluateContext,
  type Evaluation,
  type StoredValue,
} from "@callbook/core/block";
import { matchedItems } from "@callbook/core/condition";
import { FilterConfig, outputName } from "./config.ts";
import { storedFiltered } from "./stored.ts";

/** Asks every output by itself; those that let something through are taken. */
export function evaluateFilter({ block, scope }: EvaluateContext): Evaluation {
  const config = FilterConfig.parse(block.config);
  const taken: string[] = [];
  const stored: StoredValue[] = [];
  for (const [index, condition] of config.branches.entries()) {
    const matched = matchedItems(condition, config, scope);
    if (!matched.ok) {
      const field = condition.name || outputName(index);
      return { status: "failed", class: "F-TEMPLATE", message: matched.message, field };
    }
    stored.push(storedFiltered(condition.id, matched.ids));
    if (matched.count > 0) taken.push(condition.id);
  }
  const slots = stored.map(({ slot }) => [slot, slot] as const);
  return done(taken, { stored, filtered: Object.fromEntries(slots) });
}
