import { readLogLines } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";
import type { RunLogLine } from "./views.ts";

export const runLogs = verb(
  "run.logs",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<RunLogLine[]> => {
    await findRun(context, "run.logs", id);
    return [...(await readLogLines(context.pool, id))];
  },
);
