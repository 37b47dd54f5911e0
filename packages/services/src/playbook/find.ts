import type { Playbook } from "@callbook/db";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { demandIn } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";
import { notFound } from "../refusal.ts";
import type { Draft } from "./drafts.ts";

/** The playbook, for an actor whom the table of roles lets do this in its site. */
export async function findPlaybook(
  context: Context,
  db: Db,
  verb: VerbName,
  id: number,
): Promise<Playbook> {
  const playbook = await db.playbook.findFirst({ where: { id, deletedAt: null } });
  if (playbook === null) throw notFound("playbook");
  demandIn(context.actor, verb, playbook.siteId, "playbook");
  return playbook;
}

/** The same, with its log held until the transaction ends: operations are ordered by this lock. */
export async function lockPlaybook(
  context: Context,
  db: Db,
  verb: VerbName,
  id: number,
): Promise<{ playbook: Playbook; draft: Draft }> {
  await db.$executeRaw`SELECT id FROM playbook WHERE id = ${id} FOR UPDATE`;
  const playbook = await findPlaybook(context, db, verb, id);
  return { playbook, draft: await context.drafts.at(db, id, playbook.headSeq) };
}

/** Transactions on one playbook wait for each other; a big document takes its time. */
export const LOG_TRANSACTION = { maxWait: 10_000, timeout: 30_000 };
