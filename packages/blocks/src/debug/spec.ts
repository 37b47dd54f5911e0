/** Debug: writes a line to the run's log and passes on what it was given. */
import { type PureBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import type { Block, Problem } from "@callbook/core/document";
import { problemOf } from "../problem.ts";
import { DebugConfig } from "./config.ts";
import { evaluateDebug } from "./evaluate.ts";

export const debug: PureBlock = {
  ...usualDeclaration,
  kind: "pure",
  type: "debug",
  version: 1,
  title: "Debug",
  description: "Writes a line to the log of the run and calls on with the same arguments.",
  icon: "scroll-text",
  group: "Logic",
  config: DebugConfig,
  fields: [
    {
      key: "message",
      kind: "template",
      label: "Message",
      hint: "Text with datapaths, such as Score {{lookup_1:action_result.data.*.score}}.",
      required: true,
    },
    {
      key: "level",
      kind: "menu",
      label: "Level",
      hint: "How the line is marked in the log.",
      required: true,
      options: [
        { value: "info", label: "Info" },
        { value: "warning", label: "Warning" },
        { value: "error", label: "Error" },
      ],
    },
  ],
  defaultConfig: () => ({ message: "", level: "info" }),
  baseName: () => "debug",
  ports: () => [{ id: "next", name: "Next", kind: "normal" }],
  card: plainCard("scroll-text"),
  failingName: () => "Debug",
  problems: debugProblems,
  calls: "direct",
  passes: "passed on",
  stores: null,
  evaluate: evaluateDebug,
};

function debugProblems(block: Block): readonly Problem[] {
  if (block.config["message"] !== "") return [];
  const message = "The message is empty, so the line will be. Write what to log.";
  const finding = {
    code: "MESSAGE_EMPTY",
    level: "warning",
    message,
    at: ["message"],
    field: "Message",
  } as const;
  return [problemOf(block, finding)];
}
