import { indexDocument } from "@callbook/core/document";
import { readCallbackArguments } from "@callbook/engine";
import { z } from "zod";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { runOf } from "./subject.ts";
import type { CallbackCall } from "./views.ts";

/** The eight arguments with which a callback was called in a run. */
export const runCallbackArguments = reading({
  name: "run.callbackArguments",
  input: z.strictObject({ id: RowId, callbackId: z.string().min(1).max(60) }),
  subject: runOf,
  run: async ({ context, subject: run, input: { id, callbackId } }): Promise<CallbackCall> => {
    const called = await readCallbackArguments(context.pool, id, callbackId);
    if (called === null) throw notFound("call of this callback");
    const { document } = await context.revisions.read(run.revisionId);
    const { blocks, callbacks } = indexDocument(document);
    const callback = callbacks.get(callbackId);
    const nameOf = (blockId: string | undefined): string =>
      (blockId === undefined ? undefined : blocks.get(blockId)?.name) ?? "a block that is gone";
    return {
      arguments: called.arguments,
      mode: called.mode,
      at: called.at,
      sourceName: nameOf(callback?.source),
      targetName: nameOf(callback?.target),
    };
  },
});
