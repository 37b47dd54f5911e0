import { parseDocument } from "@callbook/core/document";
import { isJsonObject, type JsonObject } from "@callbook/core/json";
import { z } from "zod";
import { may } from "../permissions/actor.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";
import { readFailure, toRunRows } from "./row.ts";
import type { RunDetails } from "./views.ts";

/** A run with the document that ran. */
export const runGet = verb(
  "run.get",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<RunDetails> => {
    const run = await findRun(context, "run.get", id);
    const [row] = await toRunRows(context, [run]);
    const revision = await context.db.revision.findUniqueOrThrow({ where: { id: run.revisionId } });
    const parsed = parseDocument(revision.document);
    if (row === undefined || !parsed.ok)
      throw new Error(`the revision of run ${id} cannot be read`);
    return {
      ...row,
      revisionId: run.revisionId,
      siteId: run.siteId,
      inputs: asObject(run.inputs) ?? {},
      outputs: asObject(run.outputs),
      failure: readFailure(run.failure),
      document: parsed.document,
      mayCancel: run.finishedAt === null && may(context.actor, "run.cancel", run.siteId),
    };
  },
);

function asObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
