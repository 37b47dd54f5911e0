import { indexDocument } from "@callbook/core/document";
import { readCallbackArguments } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { CallbackIdInput, PathInput } from "./input.ts";
import { runOf } from "./subject.ts";
import type { CallbackCall } from "./views.ts";

const Input = z.strictObject({
  id: RunId,
  callbackId: CallbackIdInput,
  /** Which pass of its source called it; left out: the newest that did. */
  path: PathInput.optional(),
});

/** The eight arguments with which a callback was called in a run. */
export const runCallbackArguments = reading({
  name: "run.callbackArguments",
  input: Input,
  subject: runOf("id"),
  run: async ({ context, subject: run, input: { callbackId, path } }): Promise<CallbackCall> => {
    const { runs } = context.engine;
    const called = await readCallbackArguments(runs, run.key, callbackId, path ?? null);
    if (called === null) throw notFound("call of this callback");
    const { document } = await context.revisions.read(run.revisionId);
    const { blocks, callbacks } = indexDocument(document);
    const callback = callbacks.get(callbackId);
    const nameOf = (blockId: string | undefined): string =>
      (blockId === undefined ? undefined : blocks.get(blockId)?.name) ?? "a block that is gone";
    return {
      ...called,
      sourceName: nameOf(callback?.source),
      targetName: nameOf(callback?.target),
    };
  },
});
