import type { Problem } from "@callbook/core/document";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { problemsOf } from "./problems.ts";
import { playbookOf } from "./subject.ts";

/** The problems of the draft, and of what is published of it. */
export const playbookValidate = reading({
  name: "playbook.validate",
  input: z.strictObject({ id: RowId }),
  subject: playbookOf("id"),
  run: async ({ context, subject: playbook }): Promise<Problem[]> => {
    const { id, headSeq } = playbook;
    const { document } = await context.drafts.at(context.db, id, headSeq);
    return problemsOf(context, document, playbook);
  },
});
