import { z } from "zod";
import { rowReader } from "../connection/record/row.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { toDefinition } from "./definition.ts";
import { integrationOf } from "./registry.ts";
import type { IntegrationDetails } from "./views.ts";

export const integrationGet = verb(
  "integration.get",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<IntegrationDetails> => {
    const { manifest: declared, compatible } = integrationOf(context.integrations, id);
    const { isSample: _, ...manifest } = declared;
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
);
