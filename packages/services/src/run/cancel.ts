import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";

/** Asks for the end of a run; the outcome of a call that has succeeded is kept. */
export const runCancel = verb(
  "run.cancel",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<{ id: number }> => {
    const run = await findRun(context, "run.cancel", id);
    const { userId, name } = context.actor;
    await audit(context.db, context.actor, {
      action: "run.cancel",
      subjectKind: "run",
      subjectId: id,
      siteId: run.siteId,
    });
    if (!(await context.engine.cancel(id, { userId, name })))
      throw new Refusal("CONFLICT", "This run has ended already.");
    return { id };
  },
);
