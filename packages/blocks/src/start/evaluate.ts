import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import { resolveInputs } from "@callbook/core/input";

/** Takes its port when the run has the inputs that are required. */
export function evaluateStart({ document, results }: EvaluateContext): Evaluation {
  const resolved = resolveInputs(document, results.inputs());
  const fault = resolved.ok ? undefined : resolved.faults[0];
  if (fault !== undefined)
    return { status: "failed", class: "F-INPUT", message: fault.message, field: fault.name };
  return done(["next"]);
}
