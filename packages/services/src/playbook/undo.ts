import { OPERATION_VERSION, type OperationAck } from "@callbook/core/operation";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { answerAll, writeBatch } from "./append.ts";
import { CURRENT_FORMAT } from "./drafts.ts";
import { LOG_TRANSACTION, lockPlaybook } from "./find.ts";
import { OperationId } from "./input.ts";

/**
 * Takes back an operation of the asker's own (or its undo, which is a redo). It touches only
 * what still holds what that operation set, and says what it left alone.
 */
export const playbookUndo = verb(
  "playbook.undo",
  z.strictObject({ id: RowId, operationId: OperationId, newId: OperationId }),
  async (context, { id, operationId, newId }): Promise<{ ack: OperationAck }> => {
    const batch = await context.db.$transaction(async (db) => {
      const { playbook, draft } = await lockPlaybook(context, db, "playbook.undo", id);
      const undone = await db.playbookOperation.findUnique({
        where: { playbookId_operationId: { playbookId: id, operationId } },
        select: { label: true },
      });
      const envelope = {
        v: OPERATION_VERSION,
        id: newId,
        baseSeq: draft.seq,
        formatVersion: CURRENT_FORMAT,
        label: `Undo: ${undone?.label ?? ""}`.slice(0, 300),
        operation: { kind: "together" as const, operations: [] },
        undoes: operationId,
      };
      const answered = await answerAll(context, db, playbook, draft, [envelope]);
      await writeBatch(db, playbook, answered, context.now());
      return answered;
    }, LOG_TRANSACTION);
    const ack = batch.acks[0];
    if (ack === undefined) throw notFound("operation");
    if (batch.rows.length > 0) context.drafts.committed(id, batch.draft);
    return { ack };
  },
);
