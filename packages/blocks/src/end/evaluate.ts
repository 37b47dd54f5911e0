import type { EvaluateContext, Evaluation } from "@callbook/core/block";
import { runScope } from "@callbook/core/datapath";
import type { Json } from "@callbook/core/json";
import { wholeValue } from "@callbook/core/run";
import { EndConfig } from "./config.ts";

/** Computes every output; fails with the first that cannot be. */
export function evaluateEnd({ document, block, results }: EvaluateContext): Evaluation {
  const scope = runScope(document, results, null);
  const outputs: [string, Json][] = [];
  for (const { name, value } of EndConfig.parse(block.config).outputs) {
    const whole = wholeValue(value, { document, scope, missing: null });
    if (!whole.ok)
      return { status: "failed", class: "F-TEMPLATE", message: whole.message, field: name };
    outputs.push([name, whole.value]);
  }
  return {
    status: "done",
    taken: [],
    logs: [],
    outputs: Object.fromEntries(outputs),
    filteredResults: null,
  };
}
