import { z } from "zod";
import type { Context } from "../context.ts";
import { type Db, notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { installation } from "../verb/subject.ts";
import { acting } from "../verb/verb.ts";

/**
 * Takes away what came with the first start: connections, playbooks, their runs, and sites in
 * which nothing else is.
 */
export const sampleRemove = acting({
  name: "sample.remove",
  input: z.void(),
  subject: installation("sample"),
  audit: ofSubject,
  run: async ({ context }): Promise<{ removed: boolean }> => {
    const playbooks = await context.db.playbook.findMany({
      where: { isSample: true },
      select: { id: true },
    });
    const playbookIds = playbooks.map(({ id }) => id);
    // Before the rest: as long as that is there, all of this can be asked for again.
    await removeRuns(context, playbookIds);
    await context.db.$transaction((db) => removeRows(db, playbookIds, context.now()));
    return { removed: true };
  },
});

async function removeRuns(
  { engine, actor }: Context,
  playbookIds: readonly number[],
): Promise<void> {
  // What still runs would go on calling connections that are gone.
  for (const id of await engine.runs.findLiveRuns(playbookIds))
    await engine.cancel(id, { userId: actor.userId, name: actor.name });
  await engine.runs.markDeleted(playbookIds);
}

async function removeRows(db: Db, playbookIds: readonly number[], deletedAt: Date): Promise<void> {
  const connections = await db.connection.findMany({
    where: { isSample: true, deletedAt: null },
  });
  const ids = connections.map(({ id }) => id);
  await db.connectionSecret.deleteMany({ where: { connectionId: { in: ids } } });
  await db.connection.updateMany({ where: { id: { in: ids } }, data: { deletedAt } });
  await db.playbook.updateMany({ where: { id: { in: [...playbookIds] } }, data: { deletedAt } });
  for (const site of await db.site.findMany({ where: { isSample: true } }))
    await releaseSite(db, site.id);
  for (const id of ids) await notify(db, { kind: "connection", id });
  await notify(db, { kind: "sites" });
}

/** A site that people have begun to use is theirs and stays; an empty one goes. */
async function releaseSite(db: Db, siteId: number): Promise<void> {
  const shared = {
    OR: [{ siteId }, { recipientSiteId: siteId }],
    deletedAt: null,
    isSample: false,
  };
  const used =
    (await db.connection.count({ where: shared })) +
    (await db.playbook.count({ where: { siteId, deletedAt: null } })) +
    (await db.membership.count({ where: { siteId } }));
  if (used > 0 || (await db.site.count()) === 1)
    await db.site.update({ where: { id: siteId }, data: { isSample: false } });
  else await db.site.delete({ where: { id: siteId } });
}
