import type { Problem } from "@callbook/core/validate";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findPlaybook } from "./find.ts";
import { problemsOf } from "./problems.ts";

/** The problems of the draft. */
export const playbookValidate = verb(
  "playbook.validate",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<Problem[]> => {
    const playbook = await findPlaybook(context, context.db, "playbook.validate", id);
    const { document } = await context.drafts.at(context.db, id, playbook.headSeq);
    return problemsOf(context, document, playbook.siteId);
  },
);
