/** Start: the run begins here, with the inputs it declares. */
import { type EntryBlock, plainCard, usualDeclaration } from "@callbook/core/block";
import type { Block, Problem } from "@callbook/core/document";
import { StartConfig } from "@callbook/core/input";
import { typedValue } from "@callbook/core/value";
import { problemOf, repeated } from "../problem.ts";
import { evaluateStart } from "./evaluate.ts";

export const start: EntryBlock = {
  ...usualDeclaration,
  kind: "entry",
  type: "start",
  version: 1,
  title: "Start",
  description: "Begins the run and names the inputs it takes.",
  icon: "play",
  group: "Flow",
  atMost: 1,
  config: StartConfig,
  fields: [
    {
      key: "inputs",
      kind: "inputs",
      label: "Inputs",
      hint: "What a run is started with. Later blocks read them as playbook_input:<name>.",
      required: false,
    },
  ],
  defaultConfig: () => ({ inputs: [] }),
  baseName: () => "start",
  ports: () => [{ id: "next", name: "Next", kind: "normal" }],
  card: plainCard("play"),
  failingName: () => "Start",
  problems: startProblems,
  calls: "direct",
  passes: "container only",
  stores: null,
  evaluate: evaluateStart,
};

const NAME = /^\p{L}[\p{L}\p{M}\p{N}_]*$/u;

function startProblems(block: Block): readonly Problem[] {
  const parsed = StartConfig.safeParse(block.config);
  if (!parsed.success) return [];
  const { inputs } = parsed.data;
  const find = (code: string, id: string, key: string, field: string, message: string) =>
    problemOf(block, { code, message, at: ["inputs", id, key], field });
  const misnamed = inputs
    .filter(({ name }) => !NAME.test(name))
    .map(({ id, name }) => {
      const message =
        name === ""
          ? "An input has no name. Name it, or remove it."
          : `The input "${name}" cannot be read: a name starts with a letter and holds letters, digits and _.`;
      return find("INPUT_NAME", id, "name", "Name", message);
    });
  const twice = repeated(inputs).map(({ id, name }) =>
    find("INPUT_NAME_TAKEN", id, "name", "Name", `Two inputs are named ${name}.`),
  );
  const mistyped = inputs.flatMap(({ id, name, dataType, default: value }) => {
    const typed = value === null ? null : typedValue(dataType, value);
    if (typed === null || typed.ok) return [];
    return [
      find("INPUT_DEFAULT", id, "default", "Default", `The default of ${name} ${typed.message}.`),
    ];
  });
  return [...misnamed, ...twice, ...mistyped];
}
