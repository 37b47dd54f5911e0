import { z } from "zod";
import { readParameters } from "../connection/form/form-view.ts";
import { writeSecret } from "../connection/record/store.ts";
import type { Context } from "../context.ts";
import { type Db, notify } from "../notice/notice.ts";
import { notFound } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { toDefinition } from "./definition.ts";
import type { ParameterDefinition } from "./views.ts";

/** Switches encryption on for a parameter; values that are stored are sealed in the same transaction. */
export const integrationSetSensitive = verb(
  "integration.setSensitive",
  z.strictObject({ definitionId: RowId, sensitive: z.literal(true) }),
  async (context, { definitionId }): Promise<ParameterDefinition> =>
    context.db.$transaction(async (db) => {
      const found = await db.parameterDefinition.findUnique({ where: { id: definitionId } });
      if (found === null) throw notFound("parameter");
      if (found.sensitive) return toDefinition(found);
      const row = await db.parameterDefinition.update({
        where: { id: definitionId },
        data: { sensitive: true },
      });
      await sealStored(context, db, row.integrationId, definitionId);
      await audit(db, context.actor, {
        action: "integration.setSensitive",
        subjectKind: "integration",
        subjectId: row.integrationId,
        detail: { name: row.name },
      });
      await notify(db, { kind: "integration", id: row.integrationId });
      return toDefinition(row);
    }),
);

async function sealStored(
  context: Context,
  db: Db,
  integrationId: number,
  definitionId: number,
): Promise<void> {
  const key = String(definitionId);
  await db.$executeRaw`SELECT id FROM connection WHERE integration_id = ${integrationId} FOR UPDATE`;
  const connections = await db.connection.findMany({ where: { integrationId } });
  for (const { id, parameters, deletedAt } of connections) {
    const { [key]: value, ...others } = readParameters(parameters);
    if (value === undefined) continue;
    // A connection that was taken away keeps no secrets.
    if (value !== null && deletedAt === null)
      await writeSecret(context, db, {
        connectionId: id,
        field: `parameter:${definitionId}`,
        value: String(value),
        row: null,
      });
    await db.connection.update({
      where: { id },
      data: { parameters: others, version: { increment: 1 } },
    });
  }
}
