import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const playbookReplace = verb(
  "playbook.replace",
  z.strictObject({ id: RowId, seq: z.int().min(0), document: z.unknown() }),
  async (): Promise<{ id: number; seq: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
