import { z } from "zod";
import { created } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { insertPlaybook } from "./create.ts";
import { playbookOf } from "./subject.ts";

/** A new playbook in the same site with the draft of another. */
export const playbookDuplicate = changing({
  name: "playbook.duplicate",
  input: z.strictObject({ id: RowId }),
  subject: playbookOf("id"),
  audit: created("playbook"),
  run: async ({ context, db, subject: { id, siteId, headSeq }, tell }) => {
    const { document } = await context.drafts.at(db, id, headSeq);
    const name = `${document.name.slice(0, 90)} (copy)`;
    tell({ detail: { name, of: id } });
    return insertPlaybook(context, db, siteId, { ...document, name });
  },
});
