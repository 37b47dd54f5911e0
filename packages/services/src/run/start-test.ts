import { z } from "zod";
import { LOG_TRANSACTION, lockPlaybook } from "../playbook/find.ts";
import { demandRunnable, demandSeq, takeRevision } from "../playbook/take-revision.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { begin, readInputs } from "./begin.ts";
import { InputsInput } from "./input.ts";

/** Runs the draft as it is on the asker's screen, with the asker's rights. */
export const runStartTest = verb(
  "run.startTest",
  z.strictObject({ playbookId: RowId, seq: z.int().min(0), inputs: InputsInput }),
  async (context, { playbookId, seq, inputs: given }): Promise<{ runId: number }> => {
    const { userId } = context.actor;
    const taken = await context.db.$transaction(async (db) => {
      const { playbook, draft } = await lockPlaybook(context, db, "run.startTest", playbookId);
      demandSeq(draft, seq);
      demandRunnable(context, draft.document);
      const inputs = readInputs(draft.document, given);
      const revisionId = await takeRevision(context, db, playbook, draft, null);
      return { siteId: playbook.siteId, revisionId, inputs };
    }, LOG_TRANSACTION);
    return begin(context, {
      ...taken,
      playbookId,
      testRun: true,
      actingUserId: userId,
      startedBy: userId,
      requestKey: null,
    });
  },
);
