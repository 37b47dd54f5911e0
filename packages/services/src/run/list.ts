import { z } from "zod";
import { withinSites } from "../permissions/actor.ts";
import { RowId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { toRunRows } from "./row.ts";
import type { RunRow } from "./views.ts";

const Input = z.strictObject({
  siteId: RowId.optional(),
  playbookId: RowId.optional(),
  state: z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]).optional(),
  cursor: RowId.optional(),
  limit: z.int().min(1).max(200),
});

/** Runs of the asker's sites, newest first; `nextCursor` leads to the older ones. */
export const runList = reading({
  name: "run.list",
  input: Input,
  subject: none,
  run: async ({ context, input }): Promise<{ rows: RunRow[]; nextCursor: number | null }> => {
    const { siteId, playbookId, state, cursor, limit } = input;
    const runs = await context.db.run.findMany({
      where: {
        deletedAt: null,
        AND: [
          withinSites(context.actor),
          siteId === undefined ? {} : { siteId },
          playbookId === undefined ? {} : { playbookId },
          state === undefined ? {} : { state },
          cursor === undefined ? {} : { id: { lt: cursor } },
        ],
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const page = runs.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: await toRunRows(context, page),
      nextCursor: runs.length > limit && last !== undefined ? last.id : null,
    };
  },
});
