import { describe, expect, test } from "vitest";
import type { Block } from "../document/index.ts";
import type { Command, CommandInput, IntegrationManifest } from "../integration/index.ts";
import { type ConfigText, chosenCommand, type Field, type FieldKind, fieldTexts } from "./field.ts";

const choice = { command: "command", integrationKey: "integrationKey" };
const base = { key: "it", label: "It", hint: "", required: false };

function input(name: string, more: Partial<CommandInput> = {}): CommandInput {
  return {
    name,
    displayName: "",
    required: false,
    dataType: "string",
    default: null,
    valueList: [],
    allowList: false,
    contains: [],
    primary: false,
    order: 0,
    description: "",
    example: "",
    connectorTemplates: false,
    multiline: false,
    ...more,
  };
}

function command(name: string, ...inputs: readonly CommandInput[]): Command {
  return {
    name,
    description: "",
    kind: "generic",
    readOnly: false,
    icon: "send",
    inputs,
    outputs: [],
    async: "none",
    honoursIdempotencyKey: false,
    lock: null,
  };
}

function manifest(key: string, ...commands: readonly Command[]): IntegrationManifest {
  return {
    key,
    name: key,
    description: "",
    category: "Other",
    minVersion: "",
    deploymentOptions: [],
    origin: "system",
    icon: "globe",
    commands,
  };
}

const integrations = [
  manifest(
    "rest",
    command(
      "send request",
      input("URL", { displayName: "Address", connectorTemplates: true, contains: ["url"] }),
      input("Body", { dataType: "json", connectorTemplates: true }),
      input("Note", { contains: ["url"] }),
    ),
  ),
  manifest("other", command("send request", input("Place"))),
];

const plain = { field: "It", scoped: false, url: false };

interface Case {
  readonly field: Field;
  readonly config: Block["config"];
  /** Places and uses of the texts; the rest is that of a plain text unless it says so. */
  readonly texts: readonly ConfigText[];
}

const list = (...items: readonly Block["config"][]) => items.map((item) => ({ ...item }));

/** A kind of field does not compile until its texts stand here. */
const CASES: { readonly [Kind in FieldKind]: Case } = {
  text: { field: { ...base, kind: "text" }, config: { it: "{{#b_a:x}}" }, texts: [] },
  multiline: { field: { ...base, kind: "multiline" }, config: { it: "{{#b_a:x}}" }, texts: [] },
  boolean: { field: { ...base, kind: "boolean" }, config: { it: true }, texts: [] },
  number: { field: { ...base, kind: "number" }, config: { it: 5 }, texts: [] },
  menu: { field: { ...base, kind: "menu", options: [] }, config: { it: "#b_a:x" }, texts: [] },
  inputs: {
    field: { ...base, kind: "inputs" },
    config: { it: list({ id: "i_1", name: "ip", default: "{{#b_a:x}}" }) },
    texts: [],
  },
  command: {
    field: { ...base, kind: "command", choice, connections: "c", parameters: "p" },
    config: { it: "send request" },
    texts: [],
  },
  datapaths: {
    field: { ...base, kind: "datapaths", placeName: "{#}" },
    config: { it: list({ id: "i_1", value: "#b_a:x" }) },
    texts: [{ ...plain, path: ["config", "it", "i_1", "value"], text: "#b_a:x", use: "value" }],
  },
  connections: { field: { ...base, kind: "connections", choice }, config: { it: [1] }, texts: [] },
  template: {
    field: { ...base, kind: "template" },
    config: { it: "score {{#b_a:x}}" },
    texts: [{ ...plain, path: ["config", "it"], text: "score {{#b_a:x}}", use: "template" }],
  },
  outputs: {
    field: { ...base, kind: "outputs" },
    config: {
      it: list({ id: "i_1", value: "#b_a:x" }, { value: "without id" }, { id: "i_2", value: 5 }),
    },
    texts: [{ ...plain, path: ["config", "it", "i_1", "value"], text: "#b_a:x", use: "value" }],
  },
  branches: {
    field: { ...base, key: "branches", kind: "branches", words: ["if", "elif"], whenNone: null },
    config: {
      branches: [
        { id: "i_yes", comparisons: list({ id: "k_1", left: "#b_a:x", op: "==", right: "5" }) },
        { id: "i_no", comparisons: "none" },
        "no branch",
      ],
    },
    texts: [
      {
        ...plain,
        path: ["config", "branches", "i_yes", "comparisons", "k_1", "left"],
        text: "#b_a:x",
        use: "operand",
      },
      {
        ...plain,
        path: ["config", "branches", "i_yes", "comparisons", "k_1", "right"],
        text: "5",
        use: "operand",
      },
    ],
  },
  parameters: {
    field: { ...base, kind: "parameters", choice },
    config: {
      command: "send request",
      integrationKey: "rest",
      it: { URL: "/x", Body: "{}", Note: "n", Place: "of another integration", Gone: "unused" },
    },
    texts: [
      {
        path: ["config", "it", "URL"],
        field: "Address",
        text: "/x",
        use: "template",
        scoped: true,
        url: true,
      },
      {
        path: ["config", "it", "Body"],
        field: "Body",
        text: "{}",
        use: "json",
        scoped: true,
        url: false,
      },
      { ...plain, path: ["config", "it", "Note"], field: "Note", text: "n", use: "template" },
    ],
  },
};

describe("A field says which of its texts may hold datapaths", () => {
  test.each(Object.entries(CASES))("%s", (_, { field, config, texts }) => {
    expect(fieldTexts(field, config, integrations)).toEqual(texts);
  });

  test.each(Object.entries(CASES))(
    "%s: none where nothing, or no such thing, is written",
    (_, of) => {
      expect(fieldTexts(of.field, {}, integrations)).toEqual([]);
      for (const odd of [null, 7, "", [null, 7, "x", []], { id: "i_1" }]) {
        const texts = fieldTexts(of.field, { ...of.config, [of.field.key]: odd }, integrations);
        expect(texts.filter(({ text }) => text !== "")).toEqual([]);
      }
    },
  );

  test("parameters of a command that any integration may offer are those of all of them", () => {
    const { field, config } = CASES.parameters;
    const any = { ...config, integrationKey: null };
    expect(fieldTexts(field, any, integrations).map(({ path }) => path[2])).toEqual([
      "URL",
      "Body",
      "Note",
      "Place",
    ]);
  });

  test("and none while no command is chosen, or nobody offers the chosen one", () => {
    const { field, config } = CASES.parameters;
    for (const name of ["", "gone"])
      expect(fieldTexts(field, { ...config, command: name }, integrations)).toEqual([]);
  });
});

test.each<[string, Block["config"], ReturnType<typeof chosenCommand>]>([
  [
    "of one integration",
    { command: "send request", integrationKey: "rest" },
    { command: "send request", integrationKey: "rest" },
  ],
  [
    "of any integration",
    { command: "send request", integrationKey: null },
    { command: "send request", integrationKey: null },
  ],
  ["not chosen yet", {}, { command: "", integrationKey: null }],
  ["not sound", { command: 5, integrationKey: [] }, { command: "", integrationKey: null }],
])("A command %s is read from the configuration", (_, config, chosen) => {
  expect(chosenCommand(choice, config)).toEqual(chosen);
});
