import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { actionRunOf } from "./subject.ts";
import type { ActionRunView } from "./views.ts";

/** One execution of an action block with the results that its callbacks are handed. */
export const runActionRun = reading({
  name: "run.actionRun",
  input: z.strictObject({ id: RowId }),
  subject: actionRunOf,
  run: async ({ subject: action, input: { id } }): Promise<ActionRunView> => ({
    id,
    runId: action.runId,
    blockId: action.blockId,
    name: action.blockName,
    command: action.command,
    results: action.entries,
  }),
});
