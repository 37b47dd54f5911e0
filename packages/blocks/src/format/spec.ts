/** Format: writes a text from a template, once or for each row. */
import { type PureBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import { problemOf } from "../problem.ts";
import { FormatConfig } from "./config.ts";
import { evaluateFormat } from "./evaluate.ts";
import { formatOutputs, formattedData } from "./stored.ts";
import { readFormat } from "./template.ts";

export const format: PureBlock = {
  ...usualDeclaration,
  kind: "pure",
  type: "format",
  version: 1,
  title: "Format",
  description: "Writes a text from a template, once or for each row.",
  icon: "notebook-pen",
  group: "Logic",
  config: FormatConfig,
  fields: [
    {
      key: "template",
      kind: "template",
      label: "Template",
      hint: "Text with datapaths. Lines between two lines of %% alone repeat for each row.",
      required: true,
    },
    {
      key: "parameters",
      kind: "datapaths",
      placeName: "{#}",
      label: "Parameters",
      hint: "Datapaths that the template names by their place, as {0}.",
      required: false,
    },
    {
      key: "separator",
      kind: "text",
      label: "Separator",
      hint: "Stands between several values, outside of what repeats.",
      required: false,
    },
    {
      key: "dropNone",
      kind: "boolean",
      label: "Leave out null",
      hint: "Otherwise a value that is null is written as null.",
      required: false,
    },
    {
      key: "nullIfMissing",
      kind: "boolean",
      label: "Null where nothing is found",
      hint: "Otherwise the block fails and names the datapath that found nothing.",
      required: false,
    },
  ],
  defaultConfig: () => ({
    template: "",
    parameters: [],
    separator: ", ",
    dropNone: false,
    nullIfMissing: false,
  }),
  baseName: () => "format",
  ports: () => [{ id: "next", name: "Next", kind: "normal" }],
  card: plainCard("notebook-pen"),
  failingName: () => "Format",
  outputs: () => formatOutputs,
  problems: formatProblems,
  calls: "direct",
  passes: "container only",
  stores: formattedData,
  evaluate: evaluateFormat,
};

function formatProblems(block: Block, document: PlaybookDocument): readonly Problem[] {
  const parsed = FormatConfig.safeParse(block.config);
  if (!parsed.success) return [];
  if (parsed.data.template === "") {
    const message = "The template is empty, so the text will be. Write what to say.";
    const at = { at: ["template"], field: "Template" };
    return [problemOf(block, { code: "FORMAT_EMPTY", level: "warning", message, ...at })];
  }
  const { faults } = readFormat(parsed.data, document);
  const own = faults.filter(({ code }) => code !== "TEMPLATE");
  const once = new Map(own.map((fault) => [fault.message, fault]));
  return [...once.values()].map(({ code, message, parameterId }) =>
    problemOf(block, {
      code: `FORMAT_${code}`,
      message,
      at: parameterId === null ? ["template"] : ["parameters", parameterId, "value"],
      field: parameterId === null ? "Template" : "Parameters",
    }),
  );
}
