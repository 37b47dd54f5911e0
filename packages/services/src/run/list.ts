import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { RunRow } from "./views.ts";

export const runList = verb(
  "run.list",
  z.strictObject({
    siteId: RowId.optional(),
    playbookId: RowId.optional(),
    state: z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]).optional(),
    cursor: RowId.optional(),
    limit: z.int().min(1).max(200),
  }),
  async (): Promise<{ rows: RunRow[]; nextCursor: number | null }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
