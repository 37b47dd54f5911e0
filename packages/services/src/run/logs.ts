import { readLogLines } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";
import type { RunLogLine } from "./views.ts";

export const runLogs = reading({
  name: "run.logs",
  input: z.strictObject({ id: RowId }),
  subject: runOf,
  run: async ({ context, input: { id } }): Promise<RunLogLine[]> => [
    ...(await readLogLines(context.pool, id)),
  ],
});
