import type { PlaybookDocument } from "@callbook/core/document";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { playbookOf } from "./subject.ts";

/** The draft's document. It names connections by number and holds no secret. */
export const playbookExport = reading({
  name: "playbook.export",
  input: z.strictObject({ id: RowId }),
  subject: playbookOf("id"),
  run: async ({ context, subject: { id, headSeq } }): Promise<PlaybookDocument> =>
    (await context.drafts.at(context.db, id, headSeq)).document,
});
