import type { ExecutionRow } from "@callbook/core/results";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const runExecutions = verb(
  "run.executions",
  z.strictObject({ id: RowId, actionRunId: RowId.optional() }),
  async (): Promise<ExecutionRow[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
