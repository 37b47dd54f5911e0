import type { RunEvent } from "@callbook/core/run";
import { readEvents } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";

/** Events after a seq, at most 2,000; the browser folds them. */
export const runEvents = reading({
  name: "run.events",
  input: z.strictObject({ id: RowId, afterSeq: z.int().min(0) }),
  subject: runOf,
  run: async ({ context, input: { id, afterSeq } }): Promise<RunEvent[]> => [
    ...(await readEvents(context.pool, id, afterSeq)),
  ],
});
