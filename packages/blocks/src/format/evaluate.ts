import { done, type EvaluateContext, type Evaluation } from "@callbook/core/block";
import { FormatConfig } from "./config.ts";
import { fillFormat } from "./fill.ts";
import { storedFormat } from "./stored.ts";
import { readFormat } from "./template.ts";

/** Writes the text and stores it; the log tells each datapath that found nothing. */
export function evaluateFormat({ document, block, scope }: EvaluateContext): Evaluation {
  const config = FormatConfig.parse(block.config);
  const { parts, faults } = readFormat(config, document);
  const [fault] = faults;
  if (fault !== undefined)
    return failed(fault.message, fault.parameterId === null ? "Template" : "Parameters");
  const filled = fillFormat(parts, { ...config, document, scope });
  if (!filled.ok) return failed(filled.message, "Template");
  const written = config.dropNone ? "nothing" : "null";
  return done(["next"], {
    stored: storedFormat(filled.text, filled.rows),
    logs: filled.missing.map((datapath) => ({
      level: "warning",
      text: `No value at ${datapath}: ${written} was written`,
    })),
  });
}

function failed(message: string, field: string): Evaluation {
  return { status: "failed", class: "F-TEMPLATE", message, field };
}
