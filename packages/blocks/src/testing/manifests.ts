/** Two small integrations of which both look up the reputation of a file. */
import type { Command, CommandInput, IntegrationManifest } from "@callbook/core/integration";

export function input(name: string, given: Partial<CommandInput> = {}): CommandInput {
  return {
    name,
    displayName: name,
    required: true,
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
    ...given,
  };
}

export function command(name: string, inputs: readonly CommandInput[]): Command {
  return {
    name,
    description: "",
    kind: "investigate",
    readOnly: true,
    icon: "search",
    inputs,
    outputs: [
      {
        dataPath: "action_result.data.*.score",
        dataType: "numeric",
        contains: [],
        exampleValues: [7],
        columnName: "Score",
        columnOrder: 0,
      },
    ],
    async: "none",
    honoursIdempotencyKey: false,
    lock: null,
  };
}

export function manifest(key: string, commands: readonly Command[]): IntegrationManifest {
  return {
    key,
    name: key,
    description: "",
    category: "Other",
    minVersion: "1",
    deploymentOptions: [],
    origin: "system",
    icon: "box",
    commands,
  };
}

export const reputation = manifest("reputation", [
  command("lookup ip", [input("ip", { contains: ["ip"] })]),
  command("file reputation", [input("hash", { contains: ["hash"] })]),
]);

export const geolocation = manifest("geolocation", [
  command("geolocate ip", [input("ip", { contains: ["ip"] })]),
  command("file reputation", [input("hash", { contains: ["hash"] })]),
]);
