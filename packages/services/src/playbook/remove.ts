import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const playbookRemove = verb(
  "playbook.remove",
  z.strictObject({ id: RowId }),
  async (): Promise<{ id: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
