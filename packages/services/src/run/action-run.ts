import { readActions } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOfAction } from "./subject.ts";
import type { ActionRunView } from "./views.ts";

/** One execution of an action block with the results that its callbacks are handed. */
export const runActionRun = reading({
  name: "run.actionRun",
  input: z.strictObject({ id: RunId }),
  subject: runOfAction,
  run: async ({ context, subject: { key }, input: { id } }): Promise<ActionRunView> => {
    const { runs } = context.engine;
    const [action] = await readActions(runs, key, await runs.readActionRunsById(key, [id]));
    if (action === undefined) throw notFound("action run");
    return {
      id,
      runId: key.id,
      path: action.path,
      blockId: action.blockId,
      name: action.blockName,
      command: action.command,
      results: action.entries,
    };
  },
});
