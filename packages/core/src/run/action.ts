/** What an action block is configured with, and which commands that names. */
import { z } from "zod";
import type { Command, CommandInput, IntegrationManifest } from "../integration/index.ts";

export const WAIT_SECONDS = { least: 10, most: 2_592_000, normal: 86_400 } as const;
/** Of a handle, in bytes of UTF-8. */
export const HANDLE_LIMIT_BYTES = 64 * 1024;

/** Port ids of an action. */
export const SUCCESS_PORT = "success";
export const ERROR_PORT = "error";

export const ActionConfig = z.strictObject({
  /** null: every integration that offers a command of this name. */
  integrationKey: z.string().min(1).max(100).nullable(),
  command: z.string().max(100),
  /** Empty: every active, permitted connection that offers the command. */
  connectionIds: z.array(z.int().min(1)).max(100),
  /** Input name to the text as it is stored, with datapaths and templates by id. */
  parameters: z.record(z.string().min(1).max(100), z.string().max(1_000_000)),
  /** Handed to the callback; empty: none. */
  handle: z.string().max(HANDLE_LIMIT_BYTES),
  /** How long an answer by callback may take. */
  waitSeconds: z.int().min(WAIT_SECONDS.least).max(WAIT_SECONDS.most),
  /** The author says that the third party honours Idempotency-Key. */
  repeatSafe: z.boolean(),
});
export type ActionConfig = z.infer<typeof ActionConfig>;

export interface OfferedCommand {
  readonly integration: IntegrationManifest;
  readonly command: Command;
}

/**
 * The commands that a choice of integration and command name means, in the
 * order of the catalogue; more than one only when no integration is chosen.
 * Empty: nothing offers it. Pure.
 */
export function commandsNamed(
  integrations: readonly IntegrationManifest[],
  choice: Pick<ActionConfig, "integrationKey" | "command">,
): readonly OfferedCommand[] {
  return integrations
    .filter(({ key }) => choice.integrationKey === null || key === choice.integrationKey)
    .flatMap((integration) =>
      integration.commands
        .filter(({ name, kind }) => name === choice.command && kind !== "test")
        .map((command) => ({ integration, command })),
    );
}

/**
 * The inputs of one action over all commands it means, by name, in their
 * order: an input is required when any of the commands requires it. Pure.
 */
export function commandInputs(offered: readonly OfferedCommand[]): readonly CommandInput[] {
  const inputs = new Map<string, CommandInput>();
  for (const input of offered.flatMap(({ command }) => command.inputs)) {
    const known = inputs.get(input.name);
    if (known === undefined) inputs.set(input.name, input);
    else if (input.required && !known.required)
      inputs.set(input.name, { ...known, required: true });
  }
  return [...inputs.values()].sort((a, b) => a.order - b.order);
}
