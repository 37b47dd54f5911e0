import { randomBytes } from "node:crypto";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { answerAll, writeBatch } from "./append.ts";
import { readDocument } from "./create.ts";
import { CURRENT_FORMAT } from "./drafts.ts";
import { findPlaybook, LOG_TRANSACTION, lockPlaybook } from "./find.ts";
import { demandSeq } from "./take-revision.ts";

/** Replaces the draft by a document, as one operation that can be undone. */
export const playbookReplace = verb(
  "playbook.replace",
  z.strictObject({ id: RowId, seq: z.int().min(0), document: z.unknown() }),
  async (context, { id, seq, document: given }): Promise<{ id: number; seq: number }> => {
    await findPlaybook(context, context.db, "playbook.replace", id);
    const document = readDocument(given);
    const batch = await context.db.$transaction(async (db) => {
      const { playbook, draft } = await lockPlaybook(context, db, "playbook.replace", id);
      demandSeq(draft, seq);
      const answered = await answerAll(context, db, playbook, draft, [
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
      const ack = answered.acks[0];
      if (ack?.status !== "applied")
        throw new Refusal(
          "INVALID",
          ack?.status === "refused" ? ack.message : "The document does not fit.",
        );
      await writeBatch(db, playbook, answered, context.now());
      return answered;
    }, LOG_TRANSACTION);
    context.drafts.committed(id, batch.draft);
    return { id, seq: batch.draft.seq };
  },
);
