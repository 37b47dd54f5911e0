import { type PlaybookDocument, parseDocument } from "@callbook/core/document";
import type { PrismaClient } from "@callbook/db";

export interface PublishedRevision {
  readonly id: number;
  readonly document: PlaybookDocument;
  /** Who published it; its runs act with his rights. */
  readonly createdBy: string;
}

/** Revisions never change, so a process reads each once. */
export interface Revisions {
  read(id: number): Promise<PublishedRevision>;
}

const MOST_KEPT = 200;

export function createRevisions(db: PrismaClient): Revisions {
  const kept = new Map<number, Promise<PublishedRevision>>();
  return {
    read: (id) => {
      const known = kept.get(id);
      if (known !== undefined) return known;
      const read = readRevision(db, id);
      kept.set(id, read);
      read.catch(() => kept.delete(id));
      const oldest = kept.keys().next();
      if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
      return read;
    },
  };
}

async function readRevision(db: PrismaClient, id: number): Promise<PublishedRevision> {
  const row = await db.revision.findUniqueOrThrow({ where: { id } });
  const parsed = parseDocument(row.document);
  if (!parsed.ok) throw new Error(`revision ${id} cannot be read`);
  return { id, document: parsed.document, createdBy: row.createdBy };
}
