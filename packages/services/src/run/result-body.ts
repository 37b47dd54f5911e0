import type { ResultBody } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { AttemptInput, PathInput, SlotInput } from "./input.ts";
import { runOf } from "./subject.ts";

const Input = z.strictObject({
  runId: RunId,
  path: PathInput,
  slot: SlotInput,
  /** Left out: the newest. */
  attempt: AttemptInput.optional(),
});

/** What a pass stored under one slot, read when its row is opened. */
export const runResultBody = reading({
  name: "run.resultBody",
  input: Input,
  subject: runOf("runId"),
  run: async ({ context, subject: { key }, input }): Promise<ResultBody> => {
    const { path, slot, attempt } = input;
    const body = await context.engine.runs.readResultBody(key, path, slot, attempt);
    if (body === null) throw notFound("result");
    return body;
  },
});
