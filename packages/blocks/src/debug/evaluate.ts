import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import { wholeText } from "@callbook/core/value";
import { DebugConfig } from "./config.ts";

/** Who looks for an error wants to see that a value is missing, hence null is written and the run goes on. */
const MISSING = "null";

/** Writes the line; fails only when its template is faulty. */
export function evaluateDebug({ document, block, scope }: EvaluateContext): Evaluation {
  const { message, level } = DebugConfig.parse(block.config);
  const line = wholeText(message, { document, scope, missing: MISSING });
  if (!line.ok)
    return { status: "failed", class: "F-TEMPLATE", message: line.message, field: "Message" };
  return done(["next"], { logs: [{ level, text: line.text ?? MISSING }] });
}
