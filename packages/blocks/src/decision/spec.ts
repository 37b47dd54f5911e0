/** Decision: calls the callbacks of the first branch that is true. */
import type { BlockSpec, Port } from "@callbook/core/block";
import { ELSE_PORT } from "@callbook/core/condition";
import type { Block } from "@callbook/core/document";
import { isJsonObject, member } from "@callbook/core/json";
import type { Problem } from "@callbook/core/validate";
import { problemOf } from "../problem.ts";
import { DecisionConfig } from "./config.ts";
import { evaluateDecision } from "./evaluate.ts";

export const decision: BlockSpec = {
  type: "decision",
  version: 1,
  title: "Decision",
  description: "Compares values and goes on along the first branch that is true.",
  icon: "split",
  group: "Logic",
  limits: { atMost: null, incoming: true, outgoing: true },
  config: DecisionConfig,
  fields: [
    {
      key: "branches",
      kind: "branches",
      label: "Branches",
      hint: "The first that is true is taken; Else when none is.",
      required: true,
    },
    {
      key: "caseSensitive",
      kind: "boolean",
      label: "Case sensitive",
      hint: "Whether Yes and yes are different.",
      required: false,
    },
    {
      key: "delimiterEnabled",
      kind: "boolean",
      label: "Split texts",
      hint: "Whether a text such as a,b is compared as the values a and b.",
      required: false,
    },
    {
      key: "delimiter",
      kind: "text",
      label: "Delimiter",
      hint: "What stands between the values of one text.",
      required: false,
    },
  ],
  defaultConfig: (id) => ({
    branches: [
      {
        id: id(),
        name: "",
        logic: "and",
        comparisons: [{ id: id(), left: "", op: "==", right: "" }],
      },
    ],
    delimiter: ",",
    delimiterEnabled: true,
    caseSensitive: true,
  }),
  baseName: () => "decision",
  ports: decisionPorts,
  outputs: () => [],
  problems: decisionProblems,
  passes: "passed on",
  evaluate: evaluateDecision,
};

/** Tolerates a configuration in the middle of editing: a branch needs no more than its id. */
function decisionPorts({ config }: Pick<Block, "config">): readonly Port[] {
  const given = config["branches"];
  const branches = (Array.isArray(given) ? given : []).filter(isJsonObject);
  const ports = branches.flatMap((branch, index): readonly Port[] => {
    const id = member(branch, "id");
    const name = member(branch, "name");
    if (typeof id !== "string" || id === ELSE_PORT) return [];
    const word = index === 0 ? "if" : "elif";
    return [{ id, name: typeof name === "string" && name !== "" ? name : word, kind: "normal" }];
  });
  return [...ports, { id: ELSE_PORT, name: "else", kind: "normal" }];
}

function decisionProblems(block: Block): readonly Problem[] {
  const parsed = DecisionConfig.safeParse(block.config);
  if (!parsed.success) return [];
  const { branches, delimiter, delimiterEnabled } = parsed.data;
  const problems: Problem[] = [];
  const find = (code: string, at: readonly string[], field: string, message: string) =>
    problems.push(problemOf(block, { code, message, at, field }));
  if (branches.length === 0)
    find("DECISION_EMPTY", ["branches"], "Branches", "A decision needs a branch. Add one.");
  if (delimiterEnabled && delimiter === "")
    find(
      "DELIMITER_EMPTY",
      ["delimiter"],
      "Delimiter",
      "Texts cannot be split at nothing. Write a delimiter, or switch Split texts off.",
    );
  for (const { id, comparisons } of branches) {
    const at = ["branches", id, "comparisons"];
    if (comparisons.length === 0)
      find(
        "BRANCH_EMPTY",
        at,
        "Branches",
        "This branch compares nothing, so it is never taken. Add a comparison.",
      );
    for (const comparison of comparisons)
      if (comparison.left.trim() === "")
        find(
          "COMPARISON_LEFT",
          [...at, comparison.id, "left"],
          "Branches",
          "A comparison has no left side. Pick a datapath.",
        );
  }
  return problems;
}
