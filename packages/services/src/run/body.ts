import { z } from "zod";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { bodyOf } from "./subject.ts";

/** The body of one execution, read when its row or tab is opened. */
export const runBody = reading({
  name: "run.body",
  input: z.strictObject({ appRunId: RowId, parameterIndex: z.int().min(0).max(100_000) }),
  subject: bodyOf,
  run: async ({ subject: body }) => body,
});
