import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const playbookPublish = verb(
  "playbook.publish",
  z.strictObject({ id: RowId, seq: z.int().min(0).optional() }),
  async (): Promise<{ revisionId: number; number: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
