import { z } from "zod";
import { may } from "../permissions/actor.ts";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { readFailure, toRunRows } from "./row.ts";
import { runOf } from "./subject.ts";
import type { RunDetails } from "./views.ts";

/** A run with the document that ran. */
export const runGet = reading({
  name: "run.get",
  input: z.strictObject({ id: RunId }),
  subject: runOf("id"),
  run: async ({ context, subject: run }): Promise<RunDetails> => {
    const { key, revisionId, siteId } = run;
    const [[row], body, revision] = await Promise.all([
      toRunRows(context, [run]),
      context.engine.runs.readRunBody(key),
      context.revisions.read(revisionId),
    ]);
    if (row === undefined) throw new Error(`run ${key.id} has no row`);
    const failure = readFailure(body.failure);
    return {
      ...row,
      failureMessage: failure?.message ?? null,
      revisionId,
      siteId,
      inputs: { ...body.inputs },
      outputs: body.outputs === null ? null : { ...body.outputs },
      failure,
      document: revision.document,
      catalogueId: revision.catalogueId,
      mayCancel: run.finishedAt === null && may(context.actor, "run.cancel", siteId),
      mayPin: may(context.actor, "run.setPinned", siteId),
    };
  },
});
