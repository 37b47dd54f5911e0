import { readActions } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";
import type { ActionRunView } from "./views.ts";

/** One execution of an action block with the results that its callbacks are handed. */
export const runActionRun = verb(
  "run.actionRun",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<ActionRunView> => {
    const [action] = await readActions(context.pool, [id]);
    if (action === undefined) throw notFound("action run");
    await findRun(context, "run.actionRun", action.runId);
    return {
      id,
      runId: action.runId,
      blockId: action.blockId,
      name: action.blockName,
      command: action.command,
      results: action.entries,
    };
  },
);
