import { randomUUID } from "node:crypto";
import { commandTest } from "@callbook/services/command";
import { z } from "zod";
import { answered, type Endpoint, endpoint } from "../endpoint.ts";
import { TestResultShape } from "../shapes/run.ts";

/** "3:Send Request": which integration, and its command by name. */
const CommandId = z
  .string()
  .regex(/^[1-9][0-9]{0,9}:.{1,200}$/s, "a command is named as <integration id>:<command name>")
  .transform((text) => {
    const at = text.indexOf(":");
    return { integrationId: Number(text.slice(0, at)), command: text.slice(at + 1) };
  });

export const commandRoutes: readonly Endpoint[] = [
  endpoint({
    method: "post",
    path: "/api/commands/{id}/test",
    title: "Test command",
    description:
      "Runs a command once, outside of any run. The id is <integration id>:<command name>, such as 1:Send%20Request. A command that fails is an answer, not an error.",
    tag: "Commands",
    verb: commandTest,
    parameters: z.strictObject({ id: CommandId }),
    body: commandTest.input
      .omit({ integrationId: true, command: true })
      .partial({ testKey: true, parameter: true }),
    answers: { 200: answered("What the command came to.", TestResultShape) },
    input: ({ path, body }) => ({
      ...path.id,
      connectionId: body.connectionId,
      parameter: body.parameter ?? {},
      testKey: body.testKey ?? randomUUID(),
    }),
  }),
];
