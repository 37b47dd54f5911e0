import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { RunDetails } from "./views.ts";

export const runGet = verb(
  "run.get",
  z.strictObject({ id: RowId }),
  async (): Promise<RunDetails> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
