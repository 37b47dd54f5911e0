import type { ExecutionBody } from "@callbook/core/results";
import { readBody } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";

/** The body of one execution, read when its row or tab is opened. */
export const runBody = verb(
  "run.body",
  z.strictObject({ appRunId: RowId, parameterIndex: z.int().min(0).max(100_000) }),
  async (context, { appRunId, parameterIndex }): Promise<ExecutionBody> => {
    const found = await readBody(context.pool, appRunId, parameterIndex);
    if (found === null) throw notFound("execution");
    await findRun(context, "run.body", found.runId);
    return { data: found.data, raw: found.raw };
  },
);
