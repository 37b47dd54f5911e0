import type { CommandChoice } from "@callbook/core/block";
import type { Command } from "@callbook/core/integration";

/** A command of one integration, with the connections that this person may use for it. */
export interface CommandOffer {
  readonly integrationId: number;
  readonly integrationKey: string;
  readonly integrationName: string;
  readonly command: Command;
  readonly connections: readonly {
    readonly id: number;
    readonly name: string;
    readonly siteNames: readonly string[];
    readonly active: boolean;
  }[];
}

/** Whether this is an offer of the command that was chosen. Pure. */
export function isOfferOf(
  { integrationKey, command }: CommandOffer,
  chosen: CommandChoice,
): boolean {
  if (command.name !== chosen.command) return false;
  return chosen.integrationKey === null || chosen.integrationKey === integrationKey;
}
