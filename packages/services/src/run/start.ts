import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { inEffect } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { acting } from "../verb/verb.ts";
import { begin, readInputs } from "./begin.ts";
import { InputsInput } from "./input.ts";
import { publishedOf } from "./subject.ts";

/** Runs the published revision, with the rights of who published it. */
export const runStart = acting({
  name: "run.start",
  input: z.strictObject({
    playbookId: RowId,
    inputs: InputsInput,
    requestKey: z.string().min(1).max(200).optional(),
  }),
  subject: publishedOf,
  audit: inEffect,
  detail: ({ input: { playbookId } }) => ({ playbookId }),
  run: async ({ context, subject: published, input, note }): Promise<{ runId: number }> => {
    if (published === null)
      throw new Refusal("CONFLICT", "This playbook has no published revision. Publish it first.");
    const { siteId, revisionId } = published;
    const revision = await context.revisions.read(revisionId);
    return begin(context, {
      playbookId: input.playbookId,
      revisionId,
      siteId,
      testRun: false,
      actingUserId: revision.createdBy,
      startedBy: context.actor.userId,
      inputs: readInputs(revision.document, input.inputs),
      requestKey: input.requestKey ?? null,
      audit: { ...note, detail: { ...note.detail, rightsOf: revision.createdBy } },
    });
  },
});
