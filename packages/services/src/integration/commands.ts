import { z } from "zod";
import { includesLevel } from "../connection/access/level.ts";
import { rowReader } from "../connection/record/row.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { offeredIntegrations } from "./offered.ts";
import type { CommandOffer } from "./views.ts";

/** Every command with the connections on which the asker may run it, for palette and pickers. */
export const integrationCommands = reading({
  name: "integration.commands",
  input: z.void(),
  subject: none,
  run: async ({ context }): Promise<CommandOffer[]> => {
    const connections = await context.db.connection.findMany({
      where: { deletedAt: null, active: true },
      include: { permissions: true },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    });
    const reader = await rowReader(context, connections);
    const usable = connections.flatMap((connection) => {
      const row = reader.toRow(connection);
      return row !== null && includesLevel(row.myLevel, "use") ? [row] : [];
    });
    const offered = await offeredIntegrations(context, connections);
    return offered
      .filter(({ compatible }) => compatible)
      .flatMap(({ id, manifest }) =>
        manifest.commands.map((command) => ({
          integrationId: id,
          integrationKey: manifest.key,
          integrationName: manifest.name,
          command,
          connections: usable
            .filter(({ integrationId }) => integrationId === id)
            .map((row) => ({
              id: row.id,
              name: row.name,
              siteNames: row.siteNames,
              active: row.active,
            })),
        })),
      );
  },
});
