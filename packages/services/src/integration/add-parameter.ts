import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { FIELD_TYPES, type ParameterDefinition } from "./views.ts";

export const integrationAddParameter = verb(
  "integration.addParameter",
  z.strictObject({
    integrationId: RowId,
    displayName: z.string().max(100),
    fieldType: z.enum(FIELD_TYPES),
    options: z.array(z.string().trim().min(1).max(200)).max(200),
    displayOrder: z.int().min(0).max(10_000),
    sensitive: z.boolean(),
  }),
  async (): Promise<ParameterDefinition> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
