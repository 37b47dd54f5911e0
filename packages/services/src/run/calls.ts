import { z } from "zod";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { CallbackIdInput, PathInput } from "./input.ts";
import { runOf } from "./subject.ts";
import type { CallRow } from "./views.ts";

const Input = z.strictObject({
  id: RunId,
  callbackId: CallbackIdInput,
  /** Of this pass of its source only. */
  path: PathInput.optional(),
  limit: z.int().min(1).max(500).default(100),
});

/** The calls of a callback in a run, newest first: it is called once by each pass of its source that takes it. */
export const runCalls = reading({
  name: "run.calls",
  input: Input,
  subject: runOf("id"),
  run: async ({ context, subject: { key }, input }): Promise<CallRow[]> => {
    const { callbackId, path, limit } = input;
    const calls = await context.engine.runs.findCalls(key, callbackId, path ?? null, limit);
    return calls.map((call) => ({
      seq: call.seq,
      at: call.at,
      path: call.path,
      mode: call.mode,
    }));
  },
});
