import { randomBytes } from "node:crypto";
import type { Playbook } from "@callbook/db";
import { z } from "zod";
import type { Context } from "../context.ts";
import { roleIn } from "../permissions/actor.ts";
import { notFound } from "../refusal.ts";
import { RowId } from "../verb/ids.ts";
import { reading } from "../verb/verb.ts";
import { playbookOf } from "./subject.ts";
import type { OpenPlaybook } from "./views.ts";

/** The draft as it stands, for the canvas. */
export const playbookOpen = reading({
  name: "playbook.open",
  input: z.strictObject({ id: RowId }),
  subject: playbookOf("id"),
  run: async ({ context, subject: playbook }): Promise<OpenPlaybook> => {
    const { id } = playbook;
    const myRole = roleIn(context.actor, playbook.siteId);
    if (myRole === null) throw notFound("playbook");
    const { seq, document } = await context.drafts.at(context.db, id, playbook.headSeq);
    return {
      id,
      siteId: playbook.siteId,
      name: document.name,
      seq,
      document,
      ...(await publishedPart(context, playbook)),
      myRole,
      serverTime: context.now().toISOString(),
      clientHint: randomBytes(8).toString("hex"),
    };
  },
});

async function publishedPart(
  { db }: Context,
  playbook: Playbook,
): Promise<Pick<OpenPlaybook, "publishedRevision" | "changesSincePublish">> {
  const revision =
    playbook.publishedRevisionId === null
      ? null
      : await db.revision.findUnique({ where: { id: playbook.publishedRevisionId } });
  const changes = await db.playbookOperation.groupBy({
    by: ["userId"],
    where: { playbookId: playbook.id, seq: { gt: revision?.seq ?? 0 } },
    _count: { _all: true },
  });
  const ids = [...changes.map(({ userId }) => userId), ...(revision ? [revision.createdBy] : [])];
  const people = await db.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string): string =>
    people.find((person) => person.id === id)?.name ?? "somebody";
  return {
    publishedRevision:
      revision === null || revision.number === null
        ? null
        : {
            id: revision.id,
            number: revision.number,
            at: revision.createdAt.toISOString(),
            by: nameOf(revision.createdBy),
          },
    changesSincePublish: changes.map(({ userId, _count }) => ({
      by: nameOf(userId),
      count: _count._all,
    })),
  };
}
