import { z } from "zod";
import { Ordinal, RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { readOperationsSince } from "./read-operations.ts";
import { playbookOf } from "./subject.ts";

/** The log after a seq, in server order. */
export const playbookOperationsSince = reading({
  name: "playbook.operationsSince",
  input: z.strictObject({ id: RowId, seq: Ordinal }),
  subject: playbookOf("id"),
  run: async ({ context, input: { id, seq } }) => readOperationsSince(context.db, id, seq),
});
