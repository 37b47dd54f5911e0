import { z } from "zod";
import { readParameters } from "../connection/form/form-view.ts";
import { writeSecret } from "../connection/record/store.ts";
import type { Context } from "../context.ts";
import { type Db, notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { toDefinition } from "./definition.ts";
import { parameterOf } from "./subject.ts";
import type { ParameterDefinition } from "./views.ts";

/** Switches encryption on for a parameter; values that are stored are sealed in the same transaction. */
export const integrationSetSensitive = changing({
  name: "integration.setSensitive",
  input: z.strictObject({ definitionId: RowId, sensitive: z.literal(true) }),
  subject: parameterOf,
  audit: ofSubject,
  run: async ({ context, db, subject: before, tell }): Promise<ParameterDefinition> => {
    if (before.sensitive) {
      tell("unchanged");
      return toDefinition(before);
    }
    const { id, integrationId, name } = before;
    const definition = await db.parameterDefinition.update({
      where: { id },
      data: { sensitive: true },
    });
    await sealStored(context, db, integrationId, id);
    await notify(db, { kind: "integration", id: integrationId });
    tell({ detail: { name } });
    return toDefinition(definition);
  },
});

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
