import type { ExecutionRow } from "@callbook/core/results";
import { readExecutionRows } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";

/** Executions of a run (connection x parameter) that have ended, without their bodies. */
export const runExecutions = reading({
  name: "run.executions",
  input: z.strictObject({ id: RowId, actionRunId: RowId.optional() }),
  subject: runOf,
  run: async ({ context, input: { id, actionRunId } }): Promise<ExecutionRow[]> => [
    ...(await readExecutionRows(context.pool, id, actionRunId ?? null)),
  ],
});
