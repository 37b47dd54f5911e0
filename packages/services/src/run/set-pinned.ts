import { z } from "zod";
import { notFound } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { RunId } from "../verb/ids.ts";
import { acting } from "../verb/verb.ts";
import { runOf } from "./subject.ts";

/** A run that is pinned stays when the others of its week are dropped. */
export const runSetPinned = acting({
  name: "run.setPinned",
  input: z.strictObject({ id: RunId, pinned: z.boolean() }),
  subject: runOf("id"),
  audit: ofSubject,
  detail: ({ input: { pinned } }) => ({ pinned }),
  run: async ({ context, input: { id, pinned } }) => {
    if (!(await context.engine.retention.setPinned(id, pinned))) throw notFound("run");
    return { id, pinned };
  },
});
