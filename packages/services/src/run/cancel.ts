import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { inEffect } from "../verb/audit.ts";
import { RunId } from "../verb/ids.ts";
import { acting } from "../verb/verb.ts";
import { runOf } from "./subject.ts";

/** Asks for the end of a run; the outcome of a call that has succeeded is kept. */
export const runCancel = acting({
  name: "run.cancel",
  input: z.strictObject({ id: RunId }),
  subject: runOf("id"),
  audit: inEffect,
  run: async ({ context, input: { id }, note }) => {
    const { userId, name } = context.actor;
    if (!(await context.engine.cancel(id, { userId, name }, note)))
      throw new Refusal("CONFLICT", "This run has ended already.");
    return { id };
  },
});
