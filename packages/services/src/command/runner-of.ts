import type { CommandRunner, CommandRunners } from "@callbook/core/integration";

/** The code of a command; null: this program has none of that name. */
export function runnerOf(
  { runners }: { readonly runners: CommandRunners },
  integrationKey: string,
  command: string,
): CommandRunner | null {
  const commands = Object.hasOwn(runners, integrationKey) ? runners[integrationKey] : undefined;
  if (commands === undefined || !Object.hasOwn(commands, command)) return null;
  return commands[command] ?? null;
}
