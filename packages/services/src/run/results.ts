import type { ResultAddress, ResultHead } from "@callbook/engine";
import { z } from "zod";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { PageLimit, PathInput, ResultCursor } from "./input.ts";
import { type Page, pageOf } from "./page.ts";
import { runOf } from "./subject.ts";

const Input = z.strictObject({
  runId: RunId,
  /** Left out: of every pass. */
  path: PathInput.optional(),
  after: ResultCursor.optional(),
  limit: PageLimit,
});

/** What passes of blocks stored, of whatever kind, without bodies: by path, slot and attempt. */
export const runResults = reading({
  name: "run.results",
  input: Input,
  subject: runOf("runId"),
  run: async ({ context, subject, input }): Promise<Page<ResultHead, ResultAddress>> => {
    const { path = null, after = null, limit } = input;
    const { runs } = context.engine;
    return pageOf(await runs.listResults(subject.key, path, after, limit + 1), limit, addressOf);
  },
});

/** Where a result lies in its run; a list goes on after it. */
export function addressOf({ path, slot, attempt }: ResultHead): ResultAddress {
  return { path, slot, attempt };
}
