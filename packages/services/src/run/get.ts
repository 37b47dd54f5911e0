import { isJsonObject, type JsonObject } from "@callbook/core/json";
import { z } from "zod";
import { may } from "../permissions/actor.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { readFailure, toRunRows } from "./row.ts";
import { runOf } from "./subject.ts";
import type { RunDetails } from "./views.ts";

/** A run with the document that ran. */
export const runGet = reading({
  name: "run.get",
  input: z.strictObject({ id: RowId }),
  subject: runOf,
  run: async ({ context, subject: run }): Promise<RunDetails> => {
    const [row] = await toRunRows(context, [run]);
    if (row === undefined) throw new Error(`run ${run.id} has no row`);
    const { document } = await context.revisions.read(run.revisionId);
    return {
      ...row,
      revisionId: run.revisionId,
      siteId: run.siteId,
      inputs: asObject(run.inputs) ?? {},
      outputs: asObject(run.outputs),
      failure: readFailure(run.failure),
      document,
      mayCancel: run.finishedAt === null && may(context.actor, "run.cancel", run.siteId),
    };
  },
});

function asObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
