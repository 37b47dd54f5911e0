import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { storePlaybook } from "./create.ts";
import { findPlaybook } from "./find.ts";

/** A new playbook in the same site with the draft of another. */
export const playbookDuplicate = verb(
  "playbook.duplicate",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<{ id: number }> => {
    const playbook = await findPlaybook(context, context.db, "playbook.duplicate", id);
    const { document } = await context.drafts.at(context.db, id, playbook.headSeq);
    const name = `${document.name.slice(0, 90)} (copy)`;
    return storePlaybook(context, {
      siteId: playbook.siteId,
      document: { ...document, name },
      isSample: false,
    });
  },
);
