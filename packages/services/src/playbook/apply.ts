import { z } from "zod";
import { nothing } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { answerAll, writeBatch } from "./append.ts";
import { EnvelopeInput } from "./input.ts";
import { lockedPlaybook } from "./subject.ts";
import type { AppliedOperations } from "./views.ts";

/** Orders and answers edits; what is answered as applied is on disk. */
export const playbookApply = changing({
  name: "playbook.apply",
  input: z.strictObject({ id: RowId, operations: z.array(EnvelopeInput).min(1).max(200) }),
  subject: lockedPlaybook("id"),
  audit: nothing("the log of operations tells who did what"),
  run: async ({
    context,
    db,
    subject: playbook,
    input,
    afterwards,
  }): Promise<AppliedOperations> => {
    const { id, headSeq } = playbook;
    const start = await context.drafts.at(db, id, headSeq);
    const batch = await answerAll(context, db, playbook, start, input.operations);
    await writeBatch(db, playbook, batch, context.now());
    if (batch.rows.length > 0) afterwards(() => context.drafts.committed(id, batch.draft));
    return { acks: batch.acks, seq: batch.draft.seq };
  },
});
