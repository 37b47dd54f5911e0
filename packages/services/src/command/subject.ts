import type { Command } from "@callbook/core/integration";
import { findConnection } from "../connection/access/subject.ts";
import type { ConnectionRecord } from "../connection/record/directory.ts";
import type { Context } from "../context.ts";
import type { RegisteredIntegration } from "../integration/registry.ts";
import { notFound } from "../refusal.ts";
import type { Subject } from "../verb/subject.ts";

export interface CommandSubject {
  readonly integration: RegisteredIntegration;
  readonly command: Command;
  readonly connection: ConnectionRecord;
}

/** A command of an integration and a connection of it that the actor may use. */
export const commandOnConnection: Subject<
  Context,
  { readonly integrationId: number; readonly command: string; readonly connectionId: number },
  CommandSubject,
  readonly number[]
> = {
  kind: "connection",
  what: "connection",
  find: async (search) => {
    const { integrationId, command: name, connectionId } = search.input;
    const integration = search.context.integrations.find(({ id }) => id === integrationId);
    if (integration === undefined) throw notFound("integration");
    const command = integration.manifest.commands.find((declared) => declared.name === name);
    if (command === undefined) throw notFound("command");
    const usable = await findConnection(search, connectionId, "use");
    if (usable === null || usable.row.connection.integrationId !== integrationId) return null;
    return { ...usable, row: { integration, command, connection: usable.row.connection } };
  },
};
