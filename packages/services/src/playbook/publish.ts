import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { LOG_TRANSACTION, lockPlaybook } from "./find.ts";
import { demandRunnable, demandSeq, takeRevision } from "./take-revision.ts";

/** Makes the draft the revision that runs use; they act with the rights of who published it. */
export const playbookPublish = verb(
  "playbook.publish",
  z.strictObject({ id: RowId, seq: z.int().min(0).optional() }),
  async (context, { id, seq }): Promise<{ revisionId: number; number: number }> => {
    const made = await context.db.$transaction(async (db) => {
      const { playbook, draft } = await lockPlaybook(context, db, "playbook.publish", id);
      demandSeq(draft, seq);
      demandRunnable(context, draft.document);
      const newest = await db.revision.aggregate({
        where: { playbookId: id },
        _max: { number: true },
      });
      const number = (newest._max.number ?? 0) + 1;
      const revisionId = await takeRevision(context, db, playbook, draft, number);
      await db.playbook.update({ where: { id }, data: { publishedRevisionId: revisionId } });
      await audit(db, context.actor, {
        action: "playbook.publish",
        subjectKind: "playbook",
        subjectId: id,
        siteId: playbook.siteId,
        detail: { number, revisionId },
      });
      await notify(db, { kind: "playbook", id, seq: draft.seq });
      return { revisionId, number };
    }, LOG_TRANSACTION);
    context.published.forget(id);
    return made;
  },
);
