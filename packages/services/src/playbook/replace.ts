import { randomBytes } from "node:crypto";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { nothing } from "../verb/audit.ts";
import { Ordinal, RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { answerAll, writeBatch } from "./append.ts";
import { readDocument } from "./create.ts";
import { CURRENT_FORMAT } from "./drafts.ts";
import { lockedPlaybook } from "./subject.ts";
import { demandSeq } from "./take-revision.ts";

/** Replaces the draft by a document, as one operation that can be undone. */
export const playbookReplace = changing({
  name: "playbook.replace",
  input: z.strictObject({ id: RowId, seq: Ordinal, document: z.unknown() }),
  subject: lockedPlaybook("id"),
  audit: nothing("the log of operations tells who did what"),
  run: async ({ context, db, subject: playbook, input, afterwards }) => {
    const { id, headSeq } = playbook;
    const document = readDocument(input.document);
    const draft = await context.drafts.at(db, id, headSeq);
    demandSeq(draft, input.seq);
    const batch = await answerAll(context, db, playbook, draft, [
      {
        v: OPERATION_VERSION,
        id: `r${randomBytes(12).toString("hex")}:1`,
        baseSeq: draft.seq,
        formatVersion: CURRENT_FORMAT,
        label: "Replace the playbook",
        operation: { kind: "replaceDocument", document },
        undoes: null,
      },
    ]);
    const ack = batch.acks[0];
    if (ack?.status !== "applied")
      throw new Refusal(
        "INVALID",
        ack?.status === "refused" ? ack.message : "The document does not fit.",
      );
    await writeBatch(db, playbook, batch, context.now());
    afterwards(() => context.drafts.committed(id, batch.draft));
    return { id, seq: batch.draft.seq };
  },
});
