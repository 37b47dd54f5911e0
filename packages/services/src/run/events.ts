import type { RunEvent } from "@callbook/core/log";
import { z } from "zod";
import { Ordinal, RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { EVENTS_AT_ONCE } from "./page.ts";
import { runOf } from "./subject.ts";

/** Events after a seq, at most 2,000; the browser folds them. */
export const runEvents = reading({
  name: "run.events",
  input: z.strictObject({ id: RunId, afterSeq: Ordinal }),
  subject: runOf("id"),
  run: async ({ context, subject: { key }, input: { afterSeq } }): Promise<RunEvent[]> => [
    ...(await context.engine.runs.readLog(key, afterSeq, EVENTS_AT_ONCE)),
  ],
});
