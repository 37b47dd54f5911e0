/** End: names the outputs of the run. */
import { type EndBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import type { Block, Problem } from "@callbook/core/document";
import { problemOf, repeated } from "../problem.ts";
import { EndConfig } from "./config.ts";
import { evaluateEnd } from "./evaluate.ts";

export const end: EndBlock = {
  ...usualDeclaration,
  kind: "end",
  type: "end",
  version: 1,
  title: "End",
  description: "Names the outputs, once nothing else of the run is live.",
  icon: "flag",
  group: "Flow",
  atMost: 1,
  config: EndConfig,
  fields: [
    {
      key: "outputs",
      kind: "outputs",
      label: "Outputs",
      hint: "Each is named and comes from a datapath or a template.",
      required: false,
    },
  ],
  defaultConfig: () => ({ outputs: [] }),
  baseName: () => "end",
  ports: () => [],
  card: plainCard("flag"),
  failingName: () => "End",
  problems: endProblems,
  calls: "direct",
  stores: null,
  passes: "nothing",
  evaluate: evaluateEnd,
};

function endProblems(block: Block): readonly Problem[] {
  const parsed = EndConfig.safeParse(block.config);
  if (!parsed.success) return [];
  const { outputs } = parsed.data;
  const find = (code: string, id: string, key: "name" | "value", message: string) => {
    const field = key === "name" ? "Name" : "Value";
    return problemOf(block, { code, message, at: ["outputs", id, key], field });
  };
  return [
    ...outputs
      .filter(({ name }) => name.trim() === "")
      .map(({ id }) =>
        find("OUTPUT_NAME", id, "name", "An output has no name. Name it, or remove it."),
      ),
    ...repeated(outputs).map(({ id, name }) =>
      find("OUTPUT_NAME_TAKEN", id, "name", `Two outputs are named ${name}.`),
    ),
    ...outputs
      .filter(({ value }) => value.trim() === "")
      .map(({ id, name }) =>
        find(
          "OUTPUT_VALUE",
          id,
          "value",
          `The output ${name} has no value. Pick a datapath or write a text.`,
        ),
      ),
  ];
}
