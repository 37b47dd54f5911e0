import type { ExecutionBody } from "@callbook/core/results";
import { readBody } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { PathInput, SlotInput } from "./input.ts";
import { runOf } from "./subject.ts";

/** The body of one execution, by its newest attempt, read when its row or tab is opened. */
export const runBody = reading({
  name: "run.body",
  input: z.strictObject({ id: RunId, path: PathInput, slot: SlotInput }),
  subject: runOf("id"),
  run: async ({ context, subject: { key }, input }): Promise<ExecutionBody> => {
    const body = await readBody(context.engine.runs, key, input.path, input.slot);
    if (body === null) throw notFound("execution");
    return body;
  },
});
