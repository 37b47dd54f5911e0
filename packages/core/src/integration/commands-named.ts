/** Which commands a name means. */
import type { Command, CommandInput, IntegrationManifest } from "./manifest.ts";

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
  choice: { readonly integrationKey: string | null; readonly command: string },
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
