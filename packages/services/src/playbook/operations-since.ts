import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { OperationsPage } from "./views.ts";

export const playbookOperationsSince = verb(
  "playbook.operationsSince",
  z.strictObject({ id: RowId, seq: z.int().min(0) }),
  async (): Promise<OperationsPage> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
