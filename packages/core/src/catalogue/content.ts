/**
 * A version of the catalogue as data: what a server accepted at one time. It is kept with what was
 * published by it, so that whoever runs that, or shows it, reads the same declarations as then.
 */
import { z } from "zod";
import { CATEGORIES, type IntegrationManifest } from "../integration/index.ts";

export const CATALOGUE_FORMAT = 1;

/** A block type in one version of it. What it does is code, and comes with the program. */
export interface BlockVersion {
  readonly type: string;
  readonly version: number;
}

/** A custom connection parameter, by which templates may refer to it: {{connector.DOC_TEST}}. */
export interface CatalogueParameter {
  readonly name: string;
  readonly displayName: string;
  readonly fieldType: string;
  readonly sensitive: boolean;
}

/** An integration with the number that this installation gave it. */
export interface CatalogueIntegration extends IntegrationManifest {
  readonly id: number;
  readonly parameters: readonly CatalogueParameter[];
}

export interface CatalogueContent {
  readonly format: typeof CATALOGUE_FORMAT;
  readonly blocks: readonly BlockVersion[];
  /** In the order in which they are offered. */
  readonly integrations: readonly CatalogueIntegration[];
}

const CommandInput = z.object({
  name: z.string(),
  displayName: z.string(),
  required: z.boolean(),
  dataType: z.enum(["string", "numeric", "boolean", "json", "password"]),
  default: z.string().nullable(),
  valueList: z.array(z.string()),
  allowList: z.boolean(),
  contains: z.array(z.string()),
  primary: z.boolean(),
  order: z.number(),
  description: z.string(),
  example: z.string(),
  connectorTemplates: z.boolean(),
  multiline: z.boolean(),
});

const CommandOutput = z.object({
  dataPath: z.string(),
  dataType: z.enum(["string", "numeric", "boolean", "json"]),
  contains: z.array(z.string()),
  exampleValues: z.array(z.json()),
  columnName: z.string().nullable(),
  columnOrder: z.number().nullable(),
});

const Command = z.object({
  name: z.string(),
  description: z.string(),
  kind: z.enum(["investigate", "generic", "contain", "correct", "ingest", "test"]),
  readOnly: z.boolean(),
  icon: z.string(),
  inputs: z.array(CommandInput),
  outputs: z.array(CommandOutput),
  async: z.enum(["none", "callback", "input"]),
  honoursIdempotencyKey: z.boolean(),
  lock: z.number().nullable(),
});

const Manifest = z.object({
  key: z.string().min(1),
  name: z.string(),
  description: z.string(),
  // It sorts cards; one that is new must not make the rest unreadable.
  category: z.enum(CATEGORIES).catch("Other"),
  minVersion: z.string(),
  deploymentOptions: z.array(z.string()),
  origin: z.enum(["system", "custom"]),
  isSample: z.literal(true).exactOptional(),
  icon: z.string(),
  commands: z.array(Command),
});

const Content = z.object({
  format: z.literal(CATALOGUE_FORMAT),
  blocks: z.array(z.object({ type: z.string(), version: z.number() })),
  integrations: z.array(
    Manifest.extend({
      id: z.number(),
      parameters: z.array(
        z.object({
          name: z.string(),
          displayName: z.string(),
          fieldType: z.string(),
          sensitive: z.boolean(),
        }),
      ),
    }),
  ),
});

/** A declaration as it was stored; null: it is none that can be read here. Keys that are not known are left out. Pure. */
export function readManifest(value: unknown): IntegrationManifest | null {
  const parsed = Manifest.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** A catalogue as it was stored; null: it is none that can be read here. Keys that are not known are left out. Pure. */
export function readContent(value: unknown): CatalogueContent | null {
  const parsed = Content.safeParse(value);
  return parsed.success ? parsed.data : null;
}
