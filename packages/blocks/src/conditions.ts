/** What blocks with conditions have in common: configuration, form, ports and what is found wrong. */
import type { Field, Port } from "@callbook/core/block";
import { Branch } from "@callbook/core/condition";
import type { Block, Problem } from "@callbook/core/document";
import { isJsonObject, member } from "@callbook/core/json";
import { z } from "zod";
import { problemOf } from "./problem.ts";

export const ConditionsConfig = z.strictObject({
  branches: z.array(Branch).max(50),
  /** Splits texts into values before they are compared. */
  delimiter: z.string().max(20),
  delimiterEnabled: z.boolean(),
  caseSensitive: z.boolean(),
});

/** The fields that say how values are compared. */
export const comparisonFields: readonly Field[] = [
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
];

/** The configuration of a new block: one condition, with one comparison to fill in. */
export function newConditions(id: () => string): Block["config"] {
  return {
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
  };
}

/** A port for each condition, named after it or else by its place. Needs no more than ids. Pure. */
export function conditionPorts(
  { config }: Pick<Block, "config">,
  nameAt: (index: number) => string,
): readonly Port[] {
  const given = config["branches"];
  const conditions = (Array.isArray(given) ? given : []).filter(isJsonObject);
  return conditions.flatMap((condition, index): readonly Port[] => {
    const id = member(condition, "id");
    const name = member(condition, "name");
    if (typeof id !== "string") return [];
    const shown = typeof name === "string" && name !== "" ? name : nameAt(index);
    return [{ id, name: shown, kind: "normal" }];
  });
}

interface Saying {
  readonly code: string;
  readonly message: string;
}

/** What a block says of conditions that are missing. */
export interface ConditionWords {
  /** Of the field. */
  readonly label: string;
  /** There is no condition at all. */
  readonly none: Saying;
  /** A condition has no comparison. */
  readonly empty: Saying;
}

/** What is wrong with conditions whose configuration fits the schema. Pure. */
export function conditionProblems(block: Block, words: ConditionWords): readonly Problem[] {
  const parsed = ConditionsConfig.safeParse(block.config);
  if (!parsed.success) return [];
  const { branches, delimiter, delimiterEnabled } = parsed.data;
  const problems: Problem[] = [];
  const find = (at: readonly string[], field: string, { code, message }: Saying) =>
    problems.push(problemOf(block, { code, message, at, field }));
  if (branches.length === 0) find(["branches"], words.label, words.none);
  if (delimiterEnabled && delimiter === "")
    find(["delimiter"], "Delimiter", {
      code: "DELIMITER_EMPTY",
      message: "Texts cannot be split at nothing. Write a delimiter, or switch Split texts off.",
    });
  for (const { id, comparisons } of branches) {
    const at = ["branches", id, "comparisons"];
    if (comparisons.length === 0) find(at, words.label, words.empty);
    for (const comparison of comparisons)
      if (comparison.left.trim() === "")
        find([...at, comparison.id, "left"], words.label, {
          code: "COMPARISON_LEFT",
          message: "A comparison has no left side. Pick a datapath.",
        });
  }
  return problems;
}
