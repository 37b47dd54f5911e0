import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { OpenPlaybook } from "./views.ts";

export const playbookOpen = verb(
  "playbook.open",
  z.strictObject({ id: RowId }),
  async (): Promise<OpenPlaybook> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
