import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { InputsInput } from "./input.ts";

export const runStart = verb(
  "run.start",
  z.strictObject({
    playbookId: RowId,
    inputs: InputsInput,
    requestKey: z.string().min(1).max(200).optional(),
  }),
  async (): Promise<{ runId: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
