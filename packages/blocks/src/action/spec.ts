/** Action: runs a command on one connection or on several. The engine performs it. */
import {
  type Card,
  type Catalogue,
  type EffectBlock,
  type OutputPath,
  usualDeclaration,
  type Variant,
} from "@callbook/core/block";
import { actionResults } from "@callbook/core/datapath";
import type { Block } from "@callbook/core/document";
import { commandsNamed } from "@callbook/core/integration";
import { ActionConfig, ERROR_PORT, SUCCESS_PORT, WAIT_SECONDS } from "./config.ts";
import { choiceOf } from "./plan.ts";
import { actionProblems } from "./problems.ts";

const CHOICE = { command: "command", integrationKey: "integrationKey" } as const;

export const action: EffectBlock = {
  ...usualDeclaration,
  kind: "effect",
  type: "action",
  version: 1,
  title: "Action",
  description: "Runs a command of an integration on its connections.",
  icon: "zap",
  group: "Actions",
  config: ActionConfig,
  fields: [
    {
      key: "command",
      kind: "command",
      choice: CHOICE,
      connections: "connectionIds",
      parameters: "parameters",
      label: "Command",
      hint: "What to do, by one integration or by every one that offers it.",
      required: true,
    },
    {
      key: "connectionIds",
      kind: "connections",
      choice: CHOICE,
      label: "Connections",
      hint: "None named: every active connection you may use that offers the command.",
      required: false,
    },
    {
      key: "parameters",
      kind: "parameters",
      choice: CHOICE,
      label: "Parameters",
      hint: "Text, templates and datapaths; several rows make several executions.",
      required: false,
    },
    {
      key: "handle",
      kind: "template",
      label: "Handle",
      hint: "A text that goes from the call to its callback.",
      required: false,
    },
    {
      key: "waitSeconds",
      kind: "number",
      least: WAIT_SECONDS.least,
      most: WAIT_SECONDS.most,
      label: "Wait for callback (seconds)",
      hint: "How long an answer by callback may take, 10 seconds to 30 days.",
      required: true,
    },
    {
      key: "repeatSafe",
      kind: "boolean",
      label: "Safe to repeat",
      hint: "The third party honours Idempotency-Key, so the request may be sent again after a crash.",
      required: false,
    },
  ],
  defaultConfig: () => ({
    integrationKey: null,
    command: "",
    connectionIds: [],
    parameters: {},
    handle: "",
    waitSeconds: WAIT_SECONDS.normal,
    repeatSafe: false,
  }),
  baseName: (block) => baseName(choiceOf(block).command),
  ports: () => [
    { id: SUCCESS_PORT, name: "Success", kind: "normal" },
    { id: ERROR_PORT, name: "Error", kind: "error" },
  ],
  outputs: actionOutputs,
  problems: actionProblems,
  card: actionCard,
  variants: actionVariants,
  uses: (block) => {
    const { command, integrationKey, connectionIds } = choiceOf(block);
    const place = { path: ["config", "connectionIds"], field: "Connections" };
    return command === "" ? [] : [{ command, integrationKey, connectionIds, ...place }];
  },
  failingName: (block) => choiceOf(block).command || block.name,
  calls: "engine",
  passes: "own action",
  stores: actionResults,
};

/** "geolocate ip" gives geolocate_ip. */
function baseName(command: string): string {
  const name = command
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^[^\p{L}]+|_+$/gu, "");
  return name === "" ? "action" : name;
}

/** The command, and which connections it is run on. */
function actionCard(block: Pick<Block, "config">, { integrations }: Catalogue): Card {
  const choice = choiceOf(block);
  const offered = commandsNamed(integrations, choice)[0]?.command;
  const changes = offered?.kind === "contain" || offered?.kind === "correct";
  const kind = changes ? ` · ${offered.kind}` : "";
  return {
    icon: offered?.icon ?? "zap",
    subtitle: choice.command === "" ? "no command chosen" : `${choice.command}${kind}`,
    connectionIds: choice.connectionIds,
  };
}

/** One for each command name: several integrations that offer it are chosen between later. */
function actionVariants({ integrations }: Catalogue): readonly Variant[] {
  const names = new Set(
    integrations.flatMap(({ commands }) =>
      commands.filter(({ kind }) => kind !== "test").map(({ name }) => name),
    ),
  );
  return [...names]
    .map((command): Variant => {
      const offered = commandsNamed(integrations, { integrationKey: null, command });
      const only = offered.length === 1 ? offered[0] : undefined;
      const integrationKey = only?.integration.key ?? null;
      return {
        label: command,
        description: offered[0]?.command.description ?? "",
        icon: offered[0]?.command.icon ?? "zap",
        config: { command, integrationKey },
        command: { command, integrationKey },
      };
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

const EVERY_ACTION: readonly OutputPath[] = [
  output("action_result.status", "Status", "string", "success"),
  output("action_result.message", "Message", "string", undefined),
  output("action_result.data", "Data", "json", undefined),
  output("action_result.summary", "Summary", "json", undefined),
  output("action_result.error.failure_indicator", "Failure indicator", "string", undefined),
  output("action_result.error.status_code", "Status code of the error", "numeric", 404),
  output("action_result.error.message", "Error message", "string", undefined),
];

function output(
  path: string,
  label: string,
  dataType: string,
  example: OutputPath["example"],
): OutputPath {
  return { path, label, dataType, contains: [], example };
}

/** What the command declares, its parameters, and what every action has; each path once. */
function actionOutputs({ config }: Block, { integrations }: Catalogue): readonly OutputPath[] {
  const parsed = ActionConfig.safeParse(config);
  if (!parsed.success) return EVERY_ACTION;
  const commands = commandsNamed(integrations, parsed.data).map(({ command }) => command);
  const declared = commands.flatMap(({ outputs }) =>
    outputs.map(({ dataPath, columnName, dataType, contains, exampleValues }) => ({
      path: dataPath,
      label: columnName ?? lastKey(dataPath),
      dataType,
      contains,
      example: exampleValues[0],
    })),
  );
  const parameters = commands.flatMap(({ inputs }) =>
    inputs
      .filter(({ dataType }) => dataType !== "password")
      .map(({ name, displayName, dataType, contains, example }) => ({
        path: `action_result.parameter.${name.replace(/[\\.]/g, "\\$&")}`,
        label: displayName,
        dataType,
        contains,
        example: example === "" ? undefined : example,
      })),
  );
  const byPath = new Map<string, OutputPath>();
  for (const each of [...declared, ...EVERY_ACTION, ...parameters])
    if (!byPath.has(each.path)) byPath.set(each.path, each);
  return [...byPath.values()];
}

function lastKey(path: string): string {
  return path.split(".").findLast((segment) => segment !== "*") ?? path;
}
