import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { ParameterDefinition } from "./views.ts";

export const integrationSetSensitive = verb(
  "integration.setSensitive",
  z.strictObject({ definitionId: RowId, sensitive: z.literal(true) }),
  async (): Promise<ParameterDefinition> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
