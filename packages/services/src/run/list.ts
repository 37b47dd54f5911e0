import { z } from "zod";
import { sitesOf } from "../permissions/actor.ts";
import { RowId, RunId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { type Page, pageOf } from "./page.ts";
import { toRunRows } from "./row.ts";
import type { RunRow } from "./views.ts";

const Input = z.strictObject({
  siteId: RowId.optional(),
  playbookId: RowId.optional(),
  state: z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]).optional(),
  cursor: RunId.optional(),
  limit: z.int().min(1).max(200),
});

/** Runs of the asker's sites, newest first; `nextCursor` leads to the older ones. */
export const runList = reading({
  name: "run.list",
  input: Input,
  subject: none,
  run: async ({ context, input }): Promise<Page<RunRow, number>> => {
    const { siteId, playbookId, state, cursor, limit } = input;
    const runs = await context.engine.runs.listRuns(
      {
        sites: within(sitesOf(context.actor), siteId),
        ...(playbookId === undefined ? {} : { playbookId }),
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { before: cursor }),
      },
      limit + 1,
    );
    const page = pageOf(runs, limit, ({ key }) => key.id);
    return { ...page, rows: await toRunRows(context, page.rows) };
  },
});

/** The one site of the asker's that was named; all of his when none was. */
function within(
  sites: "all" | readonly number[],
  siteId: number | undefined,
): "all" | readonly number[] {
  if (siteId === undefined) return sites;
  return sites === "all" || sites.includes(siteId) ? [siteId] : [];
}
