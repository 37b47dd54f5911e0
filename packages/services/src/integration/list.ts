import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { IntegrationRow } from "./views.ts";

export const integrationList = verb(
  "integration.list",
  z.void(),
  async (): Promise<IntegrationRow[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
