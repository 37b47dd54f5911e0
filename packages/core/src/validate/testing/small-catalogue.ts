/** Block types and an integration, just large enough to show each rule of validation. */
import { z } from "zod";
import type { BlockSpec, Catalogue, Field } from "../../block/index.ts";
import { Branch } from "../../condition/index.ts";
import type { CommandInput, IntegrationManifest } from "../../integration/index.ts";
import { ActionConfig } from "../../run/action.ts";

const port = (id: string) => ({ id, name: id, kind: "normal" as const });
const field = (key: string, kind: Field["kind"], label: string): Field => ({
  key,
  kind,
  label,
  hint: "",
  required: false,
});

const base: Omit<BlockSpec, "type" | "title"> = {
  version: 1,
  description: "",
  icon: "box",
  group: "Flow",
  limits: { atMost: null, incoming: true, outgoing: true },
  config: z.record(z.string(), z.json()),
  fields: [],
  defaultConfig: () => ({}),
  baseName: () => "block",
  ports: () => [port("out")],
  outputs: () => [],
  problems: () => [],
  passes: "passed on",
  evaluate: null,
};

const Decision = z.strictObject({ branches: z.array(Branch) });

const specs: BlockSpec[] = [
  {
    ...base,
    type: "start",
    title: "Start",
    limits: { atMost: 1, incoming: false, outgoing: true },
    passes: "container only",
  },
  {
    ...base,
    type: "end",
    title: "End",
    limits: { atMost: 1, incoming: true, outgoing: false },
    fields: [field("outputs", "outputs", "Outputs")],
    ports: () => [],
  },
  {
    ...base,
    type: "action",
    title: "Action",
    config: ActionConfig,
    fields: [
      field("parameters", "parameters", "Parameters"),
      field("handle", "template", "Handle"),
    ],
    ports: () => [port("success"), port("error")],
    passes: "own action",
  },
  { ...base, type: "debug", title: "Debug", fields: [field("message", "template", "Message")] },
  {
    ...base,
    type: "decision",
    title: "Decision",
    config: Decision,
    fields: [field("branches", "branches", "Branches")],
    ports: (block) => {
      const parsed = Decision.safeParse(block.config);
      return [...(parsed.data?.branches ?? []).map((branch) => port(branch.id)), port("else")];
    },
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
