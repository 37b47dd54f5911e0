import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import { Growth, type Json, MOST_HANDED_ON } from "@callbook/core/json";
import { wholeValue } from "@callbook/core/value";
import { EndConfig } from "./config.ts";

/** Computes every output; fails with the first that cannot be. */
export function evaluateEnd({ document, block, scope }: EvaluateContext): Evaluation {
  const outputs: [string, Json][] = [];
  const growth = new Growth(MOST_HANDED_ON);
  for (const { name, value } of EndConfig.parse(block.config).outputs) {
    const whole = wholeValue(value, { document, scope, missing: null });
    const failed = (message: string): Evaluation => ({
      status: "failed",
      class: "F-TEMPLATE",
      message,
      field: name,
    });
    if (!whole.ok) return failed(whole.message);
    if (!growth.takes(whole.value)) return failed(`What all outputs hold ${growth.refusal}`);
    outputs.push([name, whole.value]);
  }
  return done([], { outputs: Object.fromEntries(outputs) });
}
