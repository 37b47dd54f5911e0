import type { Problem } from "@callbook/core/validate";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const playbookValidate = verb(
  "playbook.validate",
  z.strictObject({ id: RowId }),
  async (): Promise<Problem[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
