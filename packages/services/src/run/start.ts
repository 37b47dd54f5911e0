import { z } from "zod";
import { RowId } from "../ids.ts";
import { findPlaybook } from "../playbook/find.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { begin, readInputs } from "./begin.ts";
import { InputsInput } from "./input.ts";

/** Runs the published revision, with the rights of who published it. */
export const runStart = verb(
  "run.start",
  z.strictObject({
    playbookId: RowId,
    inputs: InputsInput,
    requestKey: z.string().min(1).max(200).optional(),
  }),
  async (context, { playbookId, inputs: given, requestKey }): Promise<{ runId: number }> => {
    const playbook = await findPlaybook(context, context.db, "run.start", playbookId);
    const { publishedRevisionId, siteId } = playbook;
    if (publishedRevisionId === null)
      throw new Refusal("CONFLICT", "This playbook has no published revision. Publish it first.");
    const revision = await context.revisions.read(publishedRevisionId);
    return begin(context, {
      playbookId,
      revisionId: revision.id,
      siteId,
      testRun: false,
      actingUserId: revision.createdBy,
      startedBy: context.actor.userId,
      inputs: readInputs(revision.document, given),
      requestKey: requestKey ?? null,
    });
  },
);
