import type { Playbook } from "@callbook/db";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { inSite, type Subject } from "../verb/subject.ts";

type ByNumber<Key extends string, Row> = Subject<
  Context,
  { readonly [K in Key]: number },
  Row,
  readonly number[]
>;

/** The playbook that the input's `key` names. */
export function playbookOf<Key extends string>(key: Key): ByNumber<Key, Playbook> {
  return {
    kind: "playbook",
    what: "playbook",
    find: async ({ db, input }) => placed(await readPlaybook(db, input[key])),
  };
}

/** The same, with its log held until the transaction ends: operations are ordered by this lock. */
export function lockedPlaybook<Key extends string>(key: Key): ByNumber<Key, Playbook> {
  return {
    ...playbookOf(key),
    transaction: LOG_TRANSACTION,
    find: async ({ db, input }) => placed(await lockPlaybook(db, input[key])),
  };
}

/** Holds the log of a playbook until the transaction ends. Rights have been asked before. */
export async function lockPlaybook(db: Db, id: number): Promise<Playbook | null> {
  await db.$executeRaw`SELECT id FROM playbook WHERE id = ${id} FOR UPDATE`;
  return readPlaybook(db, id);
}

function readPlaybook(db: Db, id: number): Promise<Playbook | null> {
  return db.playbook.findFirst({ where: { id, deletedAt: null } });
}

function placed(playbook: Playbook | null) {
  return playbook === null ? null : inSite(playbook, playbook.id, playbook.siteId);
}

/** Transactions on one playbook wait for each other; a big document takes its time. */
export const LOG_TRANSACTION = { maxWait: 10_000, timeout: 30_000 };

/** A revision, also of a playbook that was taken away. */
export const revisionOf: ByNumber<"revisionId", null> = {
  kind: "playbook",
  what: "revision",
  find: async ({ db, input: { revisionId } }) => {
    const revision = await db.revision.findUnique({
      where: { id: revisionId },
      select: { playbook: { select: { id: true, siteId: true } } },
    });
    if (revision === null) return null;
    const { id, siteId } = revision.playbook;
    return inSite(null, id, siteId);
  },
};
