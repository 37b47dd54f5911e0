/** Block types and an integration, just large enough to show each rule of validation. */
import { z } from "zod";
import {
  type BlockSpec,
  type Catalogue,
  chosenCommand,
  done,
  plainCard,
  usualDeclaration,
} from "../../block/index.ts";
import { Branch } from "../../condition/index.ts";
import { actionResults } from "../../datapath/index.ts";
import { conditionIds } from "../../document/index.ts";
import type { CommandInput, IntegrationManifest } from "../../integration/index.ts";

const port = (id: string) => ({ id, name: id, kind: "normal" as const });
const text = (key: string, label: string) => ({ key, label, hint: "", required: false });
const choice = { command: "command", integrationKey: "integrationKey" };

const base = {
  ...usualDeclaration,
  version: 1,
  description: "",
  icon: "box",
  group: "Flow",
  card: plainCard("box"),
  config: z.record(z.string(), z.json()),
  fields: [],
  defaultConfig: () => ({}),
  baseName: () => "block",
  failingName: ({ name }: { readonly name: string }) => name,
  ports: () => [port("out")],
  calls: "direct",
  passes: "passed on",
  stores: null,
  evaluate: () => done([]),
} as const;

const Decision = z.strictObject({ branches: z.array(Branch) });
const { evaluate: _, ...performed } = base;

const specs: BlockSpec[] = [
  { ...base, kind: "entry", type: "start", title: "Start", atMost: 1, passes: "container only" },
  {
    ...base,
    kind: "end",
    type: "end",
    title: "End",
    atMost: 1,
    fields: [{ ...text("outputs", "Outputs"), kind: "outputs" }],
    ports: () => [],
  },
  {
    ...performed,
    kind: "effect",
    type: "action",
    title: "Action",
    fields: [
      { ...text("parameters", "Parameters"), kind: "parameters", choice },
      { ...text("handle", "Handle"), kind: "template" },
    ],
    ports: () => [port("success"), port("error")],
    uses: ({ config }) => [
      { ...chosenCommand(choice, config), connectionIds: [], path: ["config"], field: "Command" },
    ],
    calls: "engine",
    passes: "own action",
    stores: actionResults,
  },
  {
    ...base,
    kind: "pure",
    type: "debug",
    title: "Debug",
    fields: [{ ...text("message", "Message"), kind: "template" }],
  },
  {
    ...base,
    kind: "pure",
    type: "decision",
    title: "Decision",
    config: Decision,
    fields: [
      {
        ...text("branches", "Branches"),
        key: "branches",
        kind: "branches",
        words: ["if", "elif"],
        whenNone: null,
      },
    ],
    ports: (block) => {
      const parsed = Decision.safeParse(block.config);
      return [...(parsed.data?.branches ?? []).map((branch) => port(branch.id)), port("else")];
    },
  },
  {
    ...base,
    kind: "pure",
    type: "filter",
    title: "Filter",
    config: Decision,
    fields: [
      {
        ...text("branches", "Outputs"),
        key: "branches",
        kind: "branches",
        words: ["condition", "condition"],
        whenNone: null,
      },
    ],
    ports: ({ config }) => conditionIds({ config }).map((id) => port(id)),
    filters: { kept: () => null },
  },
];

const input = (name: string, more: Partial<CommandInput>): CommandInput => ({
  name,
  displayName: name,
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
  connectorTemplates: true,
  multiline: false,
  ...more,
});

const integration: IntegrationManifest = {
  key: "rest",
  name: "REST",
  description: "",
  category: "Other",
  minVersion: "",
  deploymentOptions: [],
  origin: "system",
  icon: "globe",
  commands: [
    {
      name: "send request",
      description: "",
      kind: "generic",
      readOnly: false,
      icon: "send",
      inputs: [
        input("URL", { contains: ["url"], required: true }),
        input("Body", { dataType: "json" }),
        input("Plain", { connectorTemplates: false }),
      ],
      outputs: [],
      async: "none",
      honoursIdempotencyKey: false,
      lock: null,
    },
  ],
};

export const smallCatalogue: Catalogue = {
  blocks: new Map(specs.map((spec) => [spec.type, spec])),
  integrations: [integration],
};
