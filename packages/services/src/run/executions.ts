import type { ExecutionRow } from "@callbook/core/results";
import { executionRow, type ResultAddress, type ResultHead } from "@callbook/engine";
import { z } from "zod";
import { RunId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { PageLimit, PathInput, ResultCursor } from "./input.ts";
import { type Page, pageOf } from "./page.ts";
import { addressOf } from "./results.ts";
import { runOf } from "./subject.ts";

const Input = z.strictObject({
  id: RunId,
  /** Of this pass only. */
  path: PathInput.optional(),
  /** Only those that failed. */
  status: z.literal("failed").optional(),
  after: ResultCursor.optional(),
  limit: PageLimit,
});

/**
 * Executions of a run (connection x parameter) that have ended, each by its newest attempt, without
 * their bodies. A page may hold fewer than there is room for: not every result is an execution's.
 */
export const runExecutions = reading({
  name: "run.executions",
  input: Input,
  subject: runOf("id"),
  run: async ({ context, subject, input }): Promise<Page<ExecutionRow, ResultAddress>> => {
    const { path = null, status = null, after = null, limit } = input;
    const { runs } = context.engine;
    const heads = await runs.listResults(subject.key, path, after, limit + 1, status);
    const { rows, nextCursor } = pageOf(heads, limit, addressOf);
    return {
      rows: rows.flatMap((head, index) => {
        const row = isNewest(head, heads[index + 1]) ? executionRow(head) : null;
        return row === null ? [] : [row];
      }),
      nextCursor,
    };
  },
});

/** Attempts of one slot stand one after the other, the oldest first. */
function isNewest(head: ResultHead, next: ResultHead | undefined): boolean {
  return next === undefined || next.path !== head.path || next.slot !== head.slot;
}
