import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { ActionRunView } from "./views.ts";

export const runActionRun = verb(
  "run.actionRun",
  z.strictObject({ id: RowId }),
  async (): Promise<ActionRunView> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
