import type { EvaluateContext, Evaluation } from "@callbook/core/block";
import { runScope } from "@callbook/core/datapath";
import { wholeText } from "@callbook/core/run";
import { DebugConfig } from "./config.ts";

/** Who looks for an error wants to see that a value is missing, hence null is written and the run goes on. */
const MISSING = "null";

/** Writes the line; fails only when its template is faulty. */
export function evaluateDebug({ document, block, results }: EvaluateContext): Evaluation {
  const { message, level } = DebugConfig.parse(block.config);
  const scope = runScope(document, results, null);
  const line = wholeText(message, { document, scope, missing: MISSING });
  if (!line.ok)
    return { status: "failed", class: "F-TEMPLATE", message: line.message, field: "Message" };
  const logs = [{ level, text: line.text ?? MISSING }];
  return { status: "done", taken: ["next"], logs, outputs: {}, filteredResults: null };
}
