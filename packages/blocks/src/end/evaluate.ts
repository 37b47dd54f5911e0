import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import type { Json } from "@callbook/core/json";
import { wholeValue } from "@callbook/core/value";
import { EndConfig } from "./config.ts";

/** Computes every output; fails with the first that cannot be. */
export function evaluateEnd({ document, block, scope }: EvaluateContext): Evaluation {
  const outputs: [string, Json][] = [];
  for (const { name, value } of EndConfig.parse(block.config).outputs) {
    const whole = wholeValue(value, { document, scope, missing: null });
    if (!whole.ok)
      return { status: "failed", class: "F-TEMPLATE", message: whole.message, field: name };
    outputs.push([name, whole.value]);
  }
  return done([], { outputs: Object.fromEntries(outputs) });
}
