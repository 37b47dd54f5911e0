import { z } from "zod";
import { LOG_TRANSACTION, lockPlaybook, playbookOf } from "../playbook/subject.ts";
import { demandRunnable, demandSeq, takeRevision } from "../playbook/take-revision.ts";
import { notFound } from "../refusal.ts";
import { inEffect } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { acting } from "../verb/verb.ts";
import { begin, readInputs } from "./begin.ts";
import { InputsInput } from "./input.ts";

/** Runs the draft as it is on the asker's screen, with the asker's rights. */
export const runStartTest = acting({
  name: "run.startTest",
  input: z.strictObject({
    playbookId: RowId,
    seq: z.int().min(0),
    inputs: InputsInput,
    catalogueId: RowId.optional(),
  }),
  subject: playbookOf("playbookId"),
  audit: inEffect,
  detail: ({ subject: { id } }) => ({ playbookId: id }),
  run: async ({ context, subject: { id, siteId }, input, note }): Promise<{ runId: number }> => {
    const { userId } = context.actor;
    const taken = await context.db.$transaction(async (db) => {
      const playbook = await lockPlaybook(db, id);
      if (playbook === null) throw notFound("playbook");
      const draft = await context.drafts.at(db, id, playbook.headSeq);
      demandSeq(draft, input.seq);
      await demandRunnable(context, draft.document, input.catalogueId);
      const inputs = readInputs(draft.document, input.inputs);
      const revisionId = await takeRevision(context, db, playbook, draft, null);
      return { revisionId, inputs };
    }, LOG_TRANSACTION);
    return begin(context, {
      ...taken,
      playbookId: id,
      siteId,
      testRun: true,
      actingUserId: userId,
      startedBy: userId,
      requestKey: null,
      audit: note,
    });
  },
});
