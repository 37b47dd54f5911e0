import type { ExecutionRow } from "@callbook/core/results";
import { readExecutionRows } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";

/** Executions of a run (connection x parameter) that have ended, without their bodies. */
export const runExecutions = verb(
  "run.executions",
  z.strictObject({ id: RowId, actionRunId: RowId.optional() }),
  async (context, { id, actionRunId }): Promise<ExecutionRow[]> => {
    await findRun(context, "run.executions", id);
    return [...(await readExecutionRows(context.pool, id, actionRunId ?? null))];
  },
);
