import { CATEGORIES, type Command } from "@callbook/core/integration";
import type {
  IntegrationDetails,
  IntegrationRow,
  ParameterDefinition,
} from "@callbook/services/integration";
import { z } from "zod";
import { AnyJson, Id } from "./common.ts";
import { ConnectionRowShape } from "./connection.ts";

const DataType = z.enum(["string", "numeric", "boolean", "json"]);

const CommandShape: z.ZodType<Command> = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    kind: z.enum(["investigate", "generic", "contain", "correct", "ingest", "test"]),
    readOnly: z.boolean(),
    icon: z.string(),
    inputs: z.array(
      z.strictObject({
        name: z.string(),
        displayName: z.string(),
        required: z.boolean(),
        dataType: z.enum([...DataType.options, "password"]),
        default: z.string().nullable(),
        valueList: z.array(z.string()),
        allowList: z.boolean(),
        contains: z.array(z.string()),
        primary: z.boolean(),
        order: z.int(),
        description: z.string(),
        example: z.string(),
        connectorTemplates: z.boolean(),
        multiline: z.boolean(),
      }),
    ),
    outputs: z.array(
      z.strictObject({
        dataPath: z.string(),
        dataType: DataType,
        contains: z.array(z.string()),
        exampleValues: z.array(AnyJson),
        columnName: z.string().nullable(),
        columnOrder: z.int().nullable(),
      }),
    ),
    async: z.enum(["none", "callback", "input"]),
    honoursIdempotencyKey: z.boolean(),
    lock: z.int().nullable(),
  })
  .meta({ id: "Command", description: "A command as its integration declares it." });

export const ParameterDefinitionShape: z.ZodType<ParameterDefinition> = z
  .strictObject({
    id: Id,
    displayName: z.string(),
    name: z.string(),
    fieldType: z.enum(["text", "number", "boolean", "menu", "json", "password"]),
    options: z.array(z.string()),
    displayOrder: z.int(),
    sensitive: z.boolean(),
  })
  .meta({ id: "ParameterDefinition", description: "A custom connection parameter." });

export const IntegrationRowShape: z.ZodType<IntegrationRow> = z
  .strictObject({
    id: Id,
    key: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.string(),
    minVersion: z.string(),
    deploymentOptions: z.array(z.string()),
    icon: z.string(),
    origin: z.string(),
    compatible: z.boolean(),
    connections: z.int(),
  })
  .meta({ id: "IntegrationRow" });

export const IntegrationShape: z.ZodType<IntegrationDetails> = z
  .strictObject({
    id: Id,
    key: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.enum(CATEGORIES),
    minVersion: z.string(),
    deploymentOptions: z.array(z.string()),
    icon: z.string(),
    origin: z.enum(["system", "custom"]),
    commands: z.array(CommandShape),
    compatible: z.boolean(),
    parameterDefinitions: z.array(ParameterDefinitionShape),
    connections: z.array(ConnectionRowShape),
  })
  .meta({ id: "Integration", description: "An integration with its commands and connections." });
