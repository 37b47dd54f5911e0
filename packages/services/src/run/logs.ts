import type { LogLine } from "@callbook/engine";
import { z } from "zod";
import { Ordinal, RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { PageLimit } from "./input.ts";
import { type Page, pageOf } from "./page.ts";
import { runOf } from "./subject.ts";
import type { LogCursor } from "./views.ts";

const Input = z.strictObject({
  id: RunId,
  after: z.strictObject({ seq: Ordinal, line: Ordinal }).optional(),
  limit: PageLimit,
});

/** What the blocks of a run wrote, oldest first. */
export const runLogs = reading({
  name: "run.logs",
  input: Input,
  subject: runOf("id"),
  run: async ({ context, subject: { key }, input }): Promise<Page<LogLine, LogCursor>> => {
    const { after = null, limit } = input;
    const lines = await context.engine.runs.listLogLines(key, after, limit + 1);
    return pageOf(lines, limit, ({ seq, line }) => ({ seq, line }));
  },
});
