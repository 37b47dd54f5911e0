/** An integration that people made: declared by its row, with code that this program happens to have. */
import type { CommandInput, CommandRunner, IntegrationManifest } from "@callbook/core/integration";
import type { PrismaClient } from "@callbook/db";
import { notify } from "@callbook/services/notice";

export function textInput(name: string, changes: Partial<CommandInput> = {}): CommandInput {
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
    description: name,
    example: "x",
    connectorTemplates: false,
    multiline: false,
    ...changes,
  };
}

/** Each command sends its parameter to the connection. */
export function madeUp(
  key: string,
  commands: Readonly<Record<string, readonly CommandInput[]>>,
): IntegrationManifest {
  return {
    key,
    name: key,
    description: "",
    category: "Other",
    minVersion: "V15.3.34.0",
    deploymentOptions: [],
    origin: "custom",
    icon: "box",
    commands: Object.entries(commands).map(([name, inputs]) => ({
      name,
      description: name,
      kind: "generic",
      readOnly: false,
      icon: "box",
      inputs,
      outputs: [],
      async: "none",
      honoursIdempotencyKey: false,
      lock: null,
    })),
  };
}

/** The code of such a command: POSTs what it was given, as JSON. */
export function sendingCommand(name: string): CommandRunner {
  return {
    describe: () => ({ method: "POST", async: "none" }),
    run: async ({ parameter, request }) => {
      const outcome = await request.send({
        command: name,
        method: "POST",
        url: "/",
        headers: null,
        body: parameter,
        timeoutMs: 1e4,
        async: "none",
        allowNonJson: true,
        fields: {
          url: "URL",
          headers: "Header",
          body: "Body",
        },
      });
      const { response, trace } = outcome;
      return outcome.ok
        ? { kind: "succeeded", data: [], summary: {}, message: "Sent", response, trace }
        : { kind: "failed", failure: outcome.failure, response, trace };
    },
  };
}

/** Keeps the declaration, as whoever makes or changes an integration does, and says so. */
export async function declare(
  prisma: PrismaClient,
  manifest: IntegrationManifest,
): Promise<number> {
  const { key, origin } = manifest;
  const declaration = JSON.parse(JSON.stringify(manifest));
  const { id } = await prisma.integration.upsert({
    where: { key },
    create: { key, origin, manifest: declaration },
    update: { manifest: declaration },
  });
  await notify(prisma, { kind: "integration", id });
  return id;
}
