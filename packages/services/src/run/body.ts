import type { ExecutionBody } from "@callbook/core/results";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const runBody = verb(
  "run.body",
  z.strictObject({ appRunId: RowId, parameterIndex: z.int().min(0) }),
  async (): Promise<ExecutionBody> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
