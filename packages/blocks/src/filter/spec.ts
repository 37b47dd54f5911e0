/** Filter: lets through what meets a condition, by one output or by several. */
import { type PureBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import { comparedSources } from "@callbook/core/condition";
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import {
  comparisonFields,
  conditionPorts,
  conditionProblems,
  newConditions,
} from "../conditions.ts";
import { problemOf } from "../problem.ts";
import { FilterConfig, outputName } from "./config.ts";
import { evaluateFilter } from "./evaluate.ts";
import { filteredData } from "./stored.ts";

const LABEL = "Outputs";

export const filter: PureBlock = {
  ...usualDeclaration,
  kind: "pure",
  type: "filter",
  version: 1,
  title: "Filter",
  description: "Lets through the results that meet a condition, by one output or by several.",
  icon: "funnel",
  group: "Logic",
  config: FilterConfig,
  fields: [
    {
      key: "branches",
      kind: "branches",
      words: ["condition", "condition"],
      whenNone: null,
      label: LABEL,
      hint: "Each is asked by itself; one that lets nothing through calls nobody.",
      required: true,
    },
    ...comparisonFields,
  ],
  defaultConfig: newConditions,
  baseName: () => "filter",
  ports: (block) => conditionPorts(block, outputName),
  card: plainCard("funnel"),
  failingName: () => "Filter",
  problems: filterProblems,
  calls: "direct",
  passes: "passed on",
  stores: null,
  filters: filteredData,
  evaluate: evaluateFilter,
};

function filterProblems(block: Block, document: PlaybookDocument): readonly Problem[] {
  const problems = conditionProblems(block, {
    label: LABEL,
    none: { code: "FILTER_EMPTY", message: "A filter needs a condition. Add one." },
    empty: {
      code: "CONDITION_EMPTY",
      message: "This condition compares nothing, so it lets nothing through. Add a comparison.",
    },
  });
  const parsed = FilterConfig.safeParse(block.config);
  const conditions = parsed.success ? parsed.data.branches : [];
  const withoutData = conditions.filter(
    ({ id, comparisons }) =>
      comparisons.length > 0 &&
      comparisons.every(({ left }) => left.trim() !== "") &&
      comparedSources(block, id, document)?.size === 0,
  );
  const message = "This condition compares no data, so it lets nothing through. Pick a datapath.";
  return [
    ...problems,
    ...withoutData.map(({ id }) => {
      const at = ["branches", id, "comparisons"];
      const finding = { code: "CONDITION_WITHOUT_DATA", level: "warning", message } as const;
      return problemOf(block, { ...finding, at, field: LABEL });
    }),
  ];
}
