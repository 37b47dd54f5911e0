/** What keeps an action from running, as far as its declaration tells. Connections are the server's to check. */
import type { Catalogue } from "@callbook/core/block";
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import { type CommandInput, commandInputs, commandsNamed } from "@callbook/core/integration";
import { own } from "@callbook/core/json";
import { parseJsonTemplate } from "@callbook/core/template";
import { typedValue } from "@callbook/core/value";
import { problemOf } from "../problem.ts";
import { ActionConfig } from "./config.ts";

/** Findings about command and parameters. Faulty templates and datapaths are found by validation itself. */
export function actionProblems(
  block: Block,
  _document: PlaybookDocument,
  { integrations }: Catalogue,
): readonly Problem[] {
  const parsed = ActionConfig.safeParse(block.config);
  if (!parsed.success) return [];
  const config = parsed.data;
  const missing = commandProblem(block, config, integrations);
  if (missing !== null) return [missing];
  const inputs = commandInputs(commandsNamed(integrations, config));
  const known = new Set(inputs.map(({ name }) => name));
  const unknown = Object.keys(config.parameters).filter((name) => !known.has(name));
  return [
    ...inputs.flatMap((input) => inputProblems(block, input, own(config.parameters, input.name))),
    ...unknown.map((name) =>
      problemOf(block, {
        code: "INPUT_UNKNOWN",
        level: "warning",
        message: `${config.command} has no input ${name}; its value is not used.`,
        at: ["parameters", name],
        field: name,
      }),
    ),
  ];
}

function commandProblem(
  block: Block,
  config: ActionConfig,
  integrations: Catalogue["integrations"],
): Problem | null {
  const { integrationKey: key, command } = config;
  const find = (code: string, at: string, message: string) =>
    problemOf(block, { code, message, at: [at], field: "Command" });
  if (command === "") return find("COMMAND_MISSING", "command", "Choose the command to run.");
  if (key !== null && !integrations.some((integration) => integration.key === key))
    return find("INTEGRATION_UNKNOWN", "integrationKey", `There is no integration "${key}".`);
  if (commandsNamed(integrations, config).length > 0) return null;
  const who = key === null ? "No integration" : `The integration "${key}"`;
  const verb = key === null ? "offers" : "does not offer";
  return find("COMMAND_UNKNOWN", "command", `${who} ${verb} the command "${command}".`);
}

function inputProblems(
  block: Block,
  input: CommandInput,
  stored: string | undefined,
): readonly Problem[] {
  const label = input.displayName || input.name;
  const find = (code: string, message: string) => [
    problemOf(block, { code, message, at: ["parameters", input.name], field: label }),
  ];
  const text = stored ?? input.default ?? "";
  if (text.trim() === "")
    return input.required ? find("INPUT_REQUIRED", `${label} is required.`) : [];
  if (input.dataType === "json") {
    const parsed = parseJsonTemplate(text);
    if (parsed.ok || parsed.kind === "template") return [];
    const { line, column, message } = parsed;
    return find(
      "INPUT_JSON",
      `${label} is not valid JSON at line ${line}, column ${column}: ${message}.`,
    );
  }
  // What a template comes to is known only in a run.
  if (text.includes("{{")) return [];
  const parts = input.allowList ? text.split(",").map((part) => part.trim()) : [text];
  for (const part of parts) {
    const typed = typedValue(input.dataType, part);
    if (!typed.ok) return find("INPUT_TYPE", `${label} ${typed.message}.`);
    if (input.valueList.length > 0 && !input.valueList.includes(part))
      return find("INPUT_CHOICE", `${label} must be one of ${input.valueList.join(", ")}.`);
  }
  return [];
}
