/** The fields of a block's form. A field says where in the configuration texts with datapaths stand. */
import type { Block, CONDITIONS_KEY } from "../document/index.ts";
import type { CommandInput, IntegrationManifest } from "../integration/index.ts";
import { commandInputs, commandsNamed } from "../integration/index.ts";
import { isJsonObject, type JsonObject, member } from "../json/index.ts";

/** Kinds of field; one widget each in the inspector. */
export type FieldKind = Field["kind"];

interface FieldBase {
  /** Key in the block's configuration. */
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
}

export type Field = FieldBase &
  (
    | { readonly kind: "text" | "multiline" | "template" | "boolean" | "inputs" }
    | { readonly kind: "number"; readonly least?: number; readonly most?: number }
    | {
        readonly kind: "menu";
        readonly options: readonly { readonly value: string; readonly label: string }[];
      }
    /** A command of an integration; choosing another one clears connections and parameters. */
    | {
        readonly kind: "command";
        readonly choice: ChoiceKeys;
        readonly connections: string;
        readonly parameters: string;
      }
    /** Connections that offer the command chosen elsewhere in the form. */
    | { readonly kind: "connections"; readonly choice: ChoiceKeys }
    /** Values of that command's inputs. */
    | { readonly kind: "parameters"; readonly choice: ChoiceKeys }
    /**
     * Lists of comparisons, each with a port; `whenNone`: the port taken when none is true. Datapaths
     * name them by number, hence they lie under one key.
     */
    | {
        readonly kind: "branches";
        readonly key: typeof CONDITIONS_KEY;
        readonly words: readonly [first: string, further: string];
        readonly whenNone: { readonly id: string; readonly name: string } | null;
      }
    | { readonly kind: "outputs" }
    /** Datapaths in an order, each known by its place: `placeName` "{#}" gives {0}, {1}. */
    | { readonly kind: "datapaths"; readonly placeName: string }
  );

/** Keys under which the choice of a command lies in a configuration. */
export interface ChoiceKeys {
  readonly command: string;
  /** null lies there when any integration that offers the command is meant. */
  readonly integrationKey: string;
}

/** The command that a configuration chooses; an empty name: none yet. Pure. */
export function chosenCommand(
  keys: ChoiceKeys,
  config: Block["config"],
): { readonly command: string; readonly integrationKey: string | null } {
  const command = member(config, keys.command);
  const key = member(config, keys.integrationKey);
  return {
    command: typeof command === "string" ? command : "",
    integrationKey: typeof key === "string" ? key : null,
  };
}

/** A text of a configuration that may hold datapaths or templates. */
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

type OfKind<Kind extends FieldKind> = Extract<Field, { readonly kind: Kind }>;

/** What a kind of field asks to find the texts of a value. */
type TextsOf<Kind extends FieldKind> = (
  field: OfKind<Kind>,
  value: unknown,
  of: { readonly config: Block["config"]; readonly integrations: readonly IntegrationManifest[] },
) => readonly ConfigText[];

const PLAIN = { scoped: false, url: false } as const;
const none = (): readonly ConfigText[] => [];

/** Where each kind of field has its texts; a new kind does not compile until it says so. */
const TEXTS: { readonly [Kind in FieldKind]: TextsOf<Kind> } = {
  text: none,
  multiline: none,
  number: none,
  boolean: none,
  menu: none,
  command: none,
  connections: none,
  inputs: none,
  template: ({ key, label }, text) =>
    typeof text === "string"
      ? [{ ...PLAIN, path: ["config", key], field: label, text, use: "template" }]
      : [],
  outputs: textsOfItems,
  datapaths: textsOfItems,
  branches: (field, value) =>
    itemsOf(value).flatMap(([branchId, branch]) =>
      itemsOf(member(branch, "comparisons")).flatMap(([id, comparison]) => {
        const at = [branchId, "comparisons", id];
        return [
          ...textOf(comparison, "left", at, field, "operand"),
          ...textOf(comparison, "right", at, field, "operand"),
        ];
      }),
    ),
  parameters: (field, value, { config, integrations }) =>
    isJsonObject(value) ? textsOfParameters(field, value, config, integrations) : [],
};

/** The texts in one field of a configuration, in their order. Pure. */
export function fieldTexts(
  field: Field,
  config: Block["config"],
  integrations: readonly IntegrationManifest[],
): readonly ConfigText[] {
  const value = member(config, field.key);
  if (value === undefined) return [];
  const texts: (typeof TEXTS)[FieldKind] = TEXTS[field.kind];
  return (texts as TextsOf<FieldKind>)(field, value, { config, integrations });
}

/** Items that have a value each. */
function textsOfItems(field: Field, value: unknown): readonly ConfigText[] {
  return itemsOf(value).flatMap(([id, item]) => textOf(item, "value", [id], field, "value"));
}

function textOf(
  item: JsonObject,
  key: string,
  at: readonly string[],
  field: Field,
  use: ConfigText["use"],
): readonly ConfigText[] {
  const text = member(item, key);
  if (typeof text !== "string") return [];
  return [{ ...PLAIN, path: ["config", field.key, ...at, key], field: field.label, text, use }];
}

function itemsOf(value: unknown): readonly (readonly [id: string, item: JsonObject])[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).flatMap((item): readonly (readonly [string, JsonObject])[] => {
    const id = member(item, "id");
    return typeof id === "string" ? [[id, item]] : [];
  });
}

function textsOfParameters(
  field: OfKind<"parameters">,
  parameters: JsonObject,
  config: Block["config"],
  integrations: readonly IntegrationManifest[],
): readonly ConfigText[] {
  const inputs = commandInputs(commandsNamed(integrations, chosenCommand(field.choice, config)));
  const byName = new Map(inputs.map((input) => [input.name, input]));
  return Object.entries(parameters).flatMap(([name, value]): readonly ConfigText[] => {
    // The value of an input that the command does not have is used for nothing.
    const input = byName.get(name);
    if (typeof value !== "string" || input === undefined) return [];
    return [
      {
        path: ["config", field.key, name],
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
