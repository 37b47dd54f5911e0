import type { RunEvent } from "@callbook/core/run";
import { readEvents } from "@callbook/engine";
import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findRun } from "./find.ts";

/** Events after a seq, at most 2,000; the browser folds them. */
export const runEvents = verb(
  "run.events",
  z.strictObject({ id: RowId, afterSeq: z.int().min(0) }),
  async (context, { id, afterSeq }): Promise<RunEvent[]> => {
    await findRun(context, "run.events", id);
    return [...(await readEvents(context.pool, id, afterSeq))];
  },
);
