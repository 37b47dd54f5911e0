import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { CommandOffer } from "./views.ts";

export const integrationCommands = verb(
  "integration.commands",
  z.void(),
  async (): Promise<CommandOffer[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
