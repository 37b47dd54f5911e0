import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { answerAll, writeBatch } from "./append.ts";
import { LOG_TRANSACTION, lockPlaybook } from "./find.ts";
import { EnvelopeInput } from "./input.ts";
import type { AppliedOperations } from "./views.ts";

/** Orders and answers edits; what is answered as applied is on disk. */
export const playbookApply = verb(
  "playbook.apply",
  z.strictObject({ id: RowId, operations: z.array(EnvelopeInput).min(1).max(200) }),
  async (context, { id, operations }): Promise<AppliedOperations> => {
    const batch = await context.db.$transaction(async (db) => {
      const { playbook, draft } = await lockPlaybook(context, db, "playbook.apply", id);
      const answered = await answerAll(context, db, playbook, draft, operations);
      await writeBatch(db, playbook, answered, context.now());
      return answered;
    }, LOG_TRANSACTION);
    if (batch.rows.length > 0) context.drafts.committed(id, batch.draft);
    return { acks: batch.acks, seq: batch.draft.seq };
  },
);
