import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { LOG_TRANSACTION, lockPlaybook } from "./find.ts";

/** Takes a playbook away. Its runs and revisions stay, and runs that are under way go on. */
export const playbookRemove = verb(
  "playbook.remove",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<{ id: number }> => {
    await context.db.$transaction(async (db) => {
      const { playbook } = await lockPlaybook(context, db, "playbook.remove", id);
      await db.playbook.update({ where: { id }, data: { deletedAt: context.now() } });
      await audit(db, context.actor, {
        action: "playbook.remove",
        subjectKind: "playbook",
        subjectId: id,
        siteId: playbook.siteId,
        detail: { name: playbook.name },
      });
      await notify(db, { kind: "playbook", id, seq: playbook.headSeq });
    }, LOG_TRANSACTION);
    context.published.forget(id);
    return { id };
  },
);
