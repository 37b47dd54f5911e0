import type { PrismaClient } from "@callbook/db";
import type { StartRequest } from "@callbook/engine";
import { keepReads } from "../kept-reads.ts";
import type { Notices } from "../notice/notice.ts";

export type PublishedPlaybook = Pick<StartRequest, "siteId" | "revisionId">;

/** What starting a run asks of a playbook; read once a second at most, and anew when it changes. */
export interface PublishedPlaybooks {
  /** null: the playbook is not there, or has no published revision. */
  find(playbookId: number): Promise<PublishedPlaybook | null>;
  /** This process has just published or removed it. */
  forget(playbookId: number): void;
}

const LIFE_MS = 1000;
const MOST_KEPT = 1000;

export function createPublishedPlaybooks(db: PrismaClient, notices: Notices): PublishedPlaybooks {
  const reads = keepReads((id: number) => read(db, id), {
    max: MOST_KEPT,
    ms: LIFE_MS,
    // What is not there yet may be published at any moment.
    keeps: (published) => published !== null,
  });
  notices.subscribe((notice) => {
    if (notice.kind === "playbook") reads.forget(notice.id);
    if (notice.kind === "missed") reads.clear();
  });
  return { find: reads.read, forget: reads.forget };
}

async function read(db: PrismaClient, playbookId: number): Promise<PublishedPlaybook | null> {
  const playbook = await db.playbook.findFirst({
    where: { id: playbookId, deletedAt: null },
    select: { siteId: true, publishedRevisionId: true },
  });
  if (playbook === null || playbook.publishedRevisionId === null) return null;
  return { siteId: playbook.siteId, revisionId: playbook.publishedRevisionId };
}
