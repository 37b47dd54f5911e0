import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { Ordinal, RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { lockedPlaybook } from "./subject.ts";
import { demandRunnable, demandSeq, takeRevision } from "./take-revision.ts";

/** Makes the draft the revision that runs use; they act with the rights of who published it. */
export const playbookPublish = changing({
  name: "playbook.publish",
  input: z.strictObject({
    id: RowId,
    seq: Ordinal.optional(),
    catalogueId: RowId.optional(),
  }),
  subject: lockedPlaybook("id"),
  audit: ofSubject,
  run: async ({ context, db, subject: playbook, input, tell, afterwards }) => {
    const { id, headSeq } = playbook;
    const draft = await context.drafts.at(db, id, headSeq);
    demandSeq(draft, input.seq);
    await demandRunnable(context, draft.document, input.catalogueId);
    const newest = await db.revision.aggregate({
      where: { playbookId: id },
      _max: { number: true },
    });
    const number = (newest._max.number ?? 0) + 1;
    const revisionId = await takeRevision(context, db, playbook, draft, number);
    await db.playbook.update({ where: { id }, data: { publishedRevisionId: revisionId } });
    await notify(db, { kind: "playbook", id, seq: draft.seq });
    tell({ detail: { number, revisionId } });
    afterwards(() => context.published.forget(id));
    return { revisionId, number };
  },
});
