import { z } from "zod";
import { rowReader } from "../connection/record/row.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { toDefinition } from "./definition.ts";
import { declaredIntegration } from "./subject.ts";
import type { IntegrationDetails } from "./views.ts";

export const integrationGet = reading({
  name: "integration.get",
  input: z.strictObject({ id: RowId }),
  subject: declaredIntegration("id"),
  run: async ({ context, subject: integration }): Promise<IntegrationDetails> => {
    const { id, compatible } = integration;
    const { isSample: _, ...manifest } = integration.manifest;
    const connections = await context.db.connection.findMany({
      where: { integrationId: id, deletedAt: null },
      include: { permissions: true },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    });
    const reader = await rowReader(context, connections);
    const definitions = await context.db.parameterDefinition.findMany({
      where: { integrationId: id },
      orderBy: [{ displayOrder: "asc" }, { id: "asc" }],
    });
    return {
      ...manifest,
      id,
      compatible,
      parameterDefinitions: definitions.map(toDefinition),
      connections: connections.flatMap((connection) => {
        const row = reader.toRow(connection);
        return row === null ? [] : [row];
      }),
    };
  },
});
