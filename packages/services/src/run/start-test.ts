import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { InputsInput } from "./input.ts";

export const runStartTest = verb(
  "run.startTest",
  z.strictObject({ playbookId: RowId, seq: z.int().min(0), inputs: InputsInput }),
  async (): Promise<{ runId: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
