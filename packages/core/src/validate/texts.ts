/** Where in a block's configuration datapaths and templates stand, and what each may hold. */
import type { BlockSpec, Catalogue, Field } from "../block/index.ts";
import type { Block } from "../document/index.ts";
import type { CommandInput } from "../integration/index.ts";
import { isJsonObject, type Json, type JsonObject, member } from "../json/index.ts";
import { ActionConfig, commandInputs, commandsNamed } from "../run/action.ts";

export interface ConfigText {
  /** Inside the block: ["config", "parameters", "URL"]. */
  readonly path: readonly string[];
  /** The field's label. */
  readonly field: string;
  readonly text: string;
  /**
   * template: text with expressions. json: JSON whose strings are templates.
   * value: a datapath, else a template. operand: a datapath, else a literal.
   */
  readonly use: "template" | "json" | "value" | "operand";
  /** Whether connector and callback may stand here. */
  readonly scoped: boolean;
  /** The address of a request, in which no value may bring another host. */
  readonly url: boolean;
}

/** The texts of a block that may hold datapaths or templates, in the order of its fields. */
export function textsOf(block: Block, spec: BlockSpec, catalogue: Catalogue): ConfigText[] {
  return spec.fields.flatMap((field) => {
    const value = member(block.config, field.key);
    if (value === undefined) return [];
    return textsOfField(field, block.config[field.key] ?? null, block, catalogue);
  });
}

const PLAIN = { scoped: false, url: false } as const;

function textsOfField(field: Field, value: Json, block: Block, catalogue: Catalogue): ConfigText[] {
  const path = ["config", field.key];
  switch (field.kind) {
    case "template":
      return typeof value === "string"
        ? [{ ...PLAIN, path, field: field.label, text: value, use: "template" }]
        : [];
    case "parameters":
      return isJsonObject(value) ? textsOfParameters(path, value, block, catalogue) : [];
    case "outputs":
      return itemsOf(value).flatMap(([id, item]) =>
        text(item, "value", [...path, id], field, "value"),
      );
    case "branches":
      return itemsOf(value).flatMap(([branchId, branch]) =>
        itemsOf(member(branch, "comparisons")).flatMap(([id, comparison]) => {
          const at = [...path, branchId, "comparisons", id];
          return [
            ...text(comparison, "left", at, field, "operand"),
            ...text(comparison, "right", at, field, "operand"),
          ];
        }),
      );
    default:
      return [];
  }
}

function text(
  item: JsonObject,
  key: string,
  path: readonly string[],
  field: Field,
  use: ConfigText["use"],
): ConfigText[] {
  const value = member(item, key);
  if (typeof value !== "string") return [];
  return [{ ...PLAIN, path: [...path, key], field: field.label, text: value, use }];
}

function itemsOf(value: unknown): [id: string, item: JsonObject][] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).flatMap((item): [string, JsonObject][] => {
    const id = member(item, "id");
    return typeof id === "string" ? [[id, item]] : [];
  });
}

function textsOfParameters(
  path: readonly string[],
  parameters: JsonObject,
  block: Block,
  catalogue: Catalogue,
): ConfigText[] {
  const parsed = ActionConfig.safeParse(block.config);
  const inputs = parsed.success
    ? commandInputs(commandsNamed(catalogue.integrations, parsed.data))
    : [];
  const byName = new Map(inputs.map((input) => [input.name, input]));
  return Object.entries(parameters).flatMap(([name, value]): ConfigText[] => {
    // The value of an input that the command does not have is used for nothing.
    const input = byName.get(name);
    if (typeof value !== "string" || input === undefined) return [];
    return [
      {
        path: [...path, name],
        field: input.displayName || name,
        text: value,
        use: input.dataType === "json" ? "json" : "template",
        scoped: input.connectorTemplates,
        url: isRequestUrl(input),
      },
    ];
  });
}

function isRequestUrl({ connectorTemplates, contains }: CommandInput): boolean {
  return connectorTemplates && contains.includes("url");
}
