/** Decision: calls the callbacks of the first branch that is true. */
import { type Port, type PureBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import { ELSE_PORT } from "@callbook/core/condition";
import type { Block, Problem } from "@callbook/core/document";
import {
  comparisonFields,
  conditionPorts,
  conditionProblems,
  newConditions,
} from "../conditions.ts";
import { DecisionConfig } from "./config.ts";
import { evaluateDecision } from "./evaluate.ts";

const ELSE: Port = { id: ELSE_PORT, name: "else", kind: "normal" };

export const decision: PureBlock = {
  ...usualDeclaration,
  kind: "pure",
  type: "decision",
  version: 1,
  title: "Decision",
  description: "Compares values and goes on along the first branch that is true.",
  icon: "split",
  group: "Logic",
  config: DecisionConfig,
  fields: [
    {
      key: "branches",
      kind: "branches",
      words: ["if", "elif"],
      whenNone: ELSE,
      label: "Branches",
      hint: "The first that is true is taken; Else when none is.",
      required: true,
    },
    ...comparisonFields,
  ],
  defaultConfig: newConditions,
  baseName: () => "decision",
  ports: decisionPorts,
  card: plainCard("split"),
  failingName: () => "Decision",
  problems: decisionProblems,
  calls: "direct",
  passes: "passed on",
  stores: null,
  evaluate: evaluateDecision,
};

/** Tolerates a configuration in the middle of editing: a branch needs no more than its id. */
function decisionPorts(block: Pick<Block, "config">): readonly Port[] {
  const ports = conditionPorts(block, (index) => (index === 0 ? "if" : "elif"));
  return [...ports.filter(({ id }) => id !== ELSE_PORT), ELSE];
}

function decisionProblems(block: Block): readonly Problem[] {
  return conditionProblems(block, {
    label: "Branches",
    none: { code: "DECISION_EMPTY", message: "A decision needs a branch. Add one." },
    empty: {
      code: "BRANCH_EMPTY",
      message: "This branch compares nothing, so it is never taken. Add a comparison.",
    },
  });
}
