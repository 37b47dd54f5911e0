import type { PlaybookDocument } from "@callbook/core/document";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findPlaybook } from "./find.ts";

/** The draft's document. It names connections by number and holds no secret. */
export const playbookExport = verb(
  "playbook.export",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<PlaybookDocument> => {
    const playbook = await findPlaybook(context, context.db, "playbook.export", id);
    return (await context.drafts.at(context.db, id, playbook.headSeq)).document;
  },
);
