import type { PrismaClient } from "@callbook/db";
import type { Notices } from "../notice/notice.ts";

export interface PublishedPlaybook {
  readonly siteId: number;
  readonly revisionId: number;
}

/** What starting a run asks of a playbook; read once a second at most, and anew when it changes. */
export interface PublishedPlaybooks {
  /** null: the playbook is not there, or has no published revision. */
  find(playbookId: number): Promise<PublishedPlaybook | null>;
  /** This process has just published or removed it. */
  forget(playbookId: number): void;
}

const LIFE_MS = 1000;
const MOST_KEPT = 1000;

interface Kept {
  readonly at: number;
  readonly value: Promise<PublishedPlaybook | null>;
}

export function createPublishedPlaybooks(db: PrismaClient, notices: Notices): PublishedPlaybooks {
  const kept = new Map<number, Kept>();
  notices.subscribe((notice) => {
    if (notice.kind === "playbook") kept.delete(notice.id);
    if (notice.kind === "missed") kept.clear();
  });
  return {
    find: (playbookId) => {
      const known = kept.get(playbookId);
      const time = performance.now();
      if (known !== undefined && time - known.at < LIFE_MS) return known.value;
      const value = read(db, playbookId);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(playbookId, { at: time, value });
      // What is not there yet may be published at any moment.
      value.then(
        (found) => found === null && kept.delete(playbookId),
        () => kept.delete(playbookId),
      );
      return value;
    },
    forget: (playbookId) => void kept.delete(playbookId),
  };
}

async function read(db: PrismaClient, playbookId: number): Promise<PublishedPlaybook | null> {
  const row = await db.playbook.findFirst({
    where: { id: playbookId, deletedAt: null },
    select: { siteId: true, publishedRevisionId: true },
  });
  if (row === null || row.publishedRevisionId === null) return null;
  return { siteId: row.siteId, revisionId: row.publishedRevisionId };
}
