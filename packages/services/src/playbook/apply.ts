import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { EnvelopeInput } from "./input.ts";
import type { AppliedOperations } from "./views.ts";

export const playbookApply = verb(
  "playbook.apply",
  z.strictObject({ id: RowId, operations: z.array(EnvelopeInput).min(1).max(200) }),
  async (): Promise<AppliedOperations> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
