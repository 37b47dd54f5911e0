import { z } from "zod";
import { withinSites } from "../permissions/actor.ts";
import { RowId } from "../verb/ids.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import type { PlaybookRow } from "./views.ts";

/** The playbooks of the asker's sites, the last changed first. */
export const playbookList = reading({
  name: "playbook.list",
  input: z.strictObject({ siteId: RowId.optional() }),
  subject: none,
  run: async ({ context, input: { siteId } }): Promise<PlaybookRow[]> => {
    const { db, actor, engine } = context;
    const rows = await db.playbook.findMany({
      where: { deletedAt: null, AND: [withinSites(actor), siteId === undefined ? {} : { siteId }] },
      orderBy: { updatedAt: "desc" },
    });
    const ids = rows.map(({ id }) => id);
    const [sites, revisions, runs] = await Promise.all([
      db.site.findMany({ select: { id: true, name: true } }),
      db.revision.findMany({
        where: {
          id: { in: rows.flatMap(({ publishedRevisionId: id }) => (id === null ? [] : [id])) },
        },
        select: { id: true, number: true, seq: true },
      }),
      engine.runs.readLastRuns(ids),
    ]);
    const siteNames = new Map(sites.map(({ id, name }) => [id, name]));
    const revisionOf = new Map(revisions.map((revision) => [revision.id, revision]));
    const runOf = new Map(runs.map((run) => [run.playbookId, run]));
    return rows.map((row) => {
      const published = revisionOf.get(row.publishedRevisionId ?? 0);
      const run = runOf.get(row.id);
      return {
        id: row.id,
        name: row.name,
        description: row.description,
        siteId: row.siteId,
        siteName: siteNames.get(row.siteId) ?? "",
        publishedRevision: published?.number ?? null,
        hasDraftChanges: published === undefined || published.seq < row.headSeq,
        updatedAt: row.updatedAt.toISOString(),
        lastRun: run === undefined ? null : { id: run.key.id, state: run.state, at: run.queuedAt },
        isSample: row.isSample,
      };
    });
  },
});
