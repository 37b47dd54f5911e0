import { checkParameterName, normaliseParameterName } from "@callbook/core/connection";
import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { invalid } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { toDefinition } from "./definition.ts";
import { declaredIntegration } from "./subject.ts";
import { FIELD_TYPES, type ParameterDefinition } from "./views.ts";

const Input = z.strictObject({
  integrationId: RowId,
  displayName: z.string().trim().max(100, "at most 100 characters"),
  fieldType: z.enum(FIELD_TYPES),
  options: z.array(z.string().trim().min(1).max(200)).max(200),
  displayOrder: z.int().min(0).max(10_000),
  sensitive: z.boolean(),
});

/** Adds a custom connection parameter to an integration, for all sites. */
export const integrationAddParameter = changing({
  name: "integration.addParameter",
  input: Input,
  subject: declaredIntegration("integrationId"),
  audit: ofSubject,
  run: async ({ context, db, input, tell }): Promise<ParameterDefinition> => {
    const { integrationId, displayName, fieldType } = input;
    await db.$executeRaw`SELECT id FROM integration WHERE id = ${integrationId} FOR UPDATE`;
    const others = await db.parameterDefinition.findMany({
      where: { integrationId },
      select: { name: true },
    });
    const taken = others.map(({ name }) => name);
    const fault = checkParameterName(displayName, taken);
    const name = normaliseParameterName(displayName);
    if (fault !== null || name === null)
      throw invalid([
        { path: "displayName", message: fault ?? "The name needs a letter or digit" },
      ]);
    if (fieldType === "menu" && input.options.length === 0)
      throw invalid([{ path: "options", message: "A menu needs at least one value" }]);
    const definition = await db.parameterDefinition.create({
      data: {
        integrationId,
        displayName,
        name,
        fieldType,
        options: fieldType === "menu" ? [...new Set(input.options)] : [],
        displayOrder: input.displayOrder,
        // A password that is not encrypted would be none.
        sensitive: input.sensitive || fieldType === "password",
        createdBy: context.actor.userId,
      },
    });
    // A verdict was one on a connection without this parameter.
    await db.connection.updateMany({
      where: { integrationId, deletedAt: null },
      data: { testStatus: "untested" },
    });
    await notify(db, { kind: "integration", id: integrationId });
    tell({ detail: { name, fieldType, sensitive: definition.sensitive } });
    return toDefinition(definition);
  },
});
