import { z } from "zod";
import { rowReader } from "../connection/record/row.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { offeredIntegrations } from "./offered.ts";
import type { IntegrationRow } from "./views.ts";

/** The catalogue. `connections` counts those that the asker may see. */
export const integrationList = reading({
  name: "integration.list",
  input: z.void(),
  subject: none,
  run: async ({ context }): Promise<IntegrationRow[]> => {
    const connections = await context.db.connection.findMany({
      where: { deletedAt: null },
      include: { permissions: true },
    });
    const reader = await rowReader(context, connections);
    const visible = connections.filter((connection) => reader.toRow(connection) !== null);
    const offered = await offeredIntegrations(context, connections);
    return offered.map(({ id, manifest, compatible }) => ({
      id,
      key: manifest.key,
      name: manifest.name,
      description: manifest.description,
      category: manifest.category,
      minVersion: manifest.minVersion,
      deploymentOptions: manifest.deploymentOptions,
      icon: manifest.icon,
      origin: manifest.origin,
      compatible,
      connections: visible.filter(({ integrationId }) => integrationId === id).length,
    }));
  },
});
