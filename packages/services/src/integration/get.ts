import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { IntegrationDetails } from "./views.ts";

export const integrationGet = verb(
  "integration.get",
  z.strictObject({ id: RowId }),
  async (): Promise<IntegrationDetails> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
