import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { lockedPlaybook } from "./subject.ts";

/** Takes a playbook away. Its runs and revisions stay, and runs that are under way go on. */
export const playbookRemove = changing({
  name: "playbook.remove",
  input: z.strictObject({ id: RowId }),
  subject: lockedPlaybook("id"),
  audit: ofSubject,
  run: async ({ context, db, subject: { id, name, headSeq }, tell, afterwards }) => {
    await db.playbook.update({ where: { id }, data: { deletedAt: context.now() } });
    await notify(db, { kind: "playbook", id, seq: headSeq });
    tell({ detail: { name } });
    afterwards(() => context.published.forget(id));
    return { id };
  },
});
