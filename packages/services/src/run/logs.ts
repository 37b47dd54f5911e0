import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { RunLogLine } from "./views.ts";

export const runLogs = verb(
  "run.logs",
  z.strictObject({ id: RowId }),
  async (): Promise<RunLogLine[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
