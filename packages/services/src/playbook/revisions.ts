import { type PlaybookDocument, parseDocument } from "@callbook/core/document";
import type { PrismaClient, Revision as StoredRevision } from "@callbook/db";
import { keepReads } from "../kept-reads.ts";

export interface Revision extends Omit<StoredRevision, "document"> {
  readonly document: PlaybookDocument;
}

/** The one place where this process keeps revisions: they never change, so each is read once. */
export interface Revisions {
  /** Throws when there is none of this number: a revision is never taken away. */
  read(id: number): Promise<Revision>;
}

const MOST_KEPT = 200;

export function createRevisions(db: PrismaClient): Revisions {
  const reads = keepReads((id: number) => readRevision(db, id), { max: MOST_KEPT, ms: null });
  return { read: reads.read };
}

async function readRevision(db: PrismaClient, id: number): Promise<Revision> {
  const stored = await db.revision.findUniqueOrThrow({ where: { id } });
  const parsed = parseDocument(stored.document);
  if (!parsed.ok) throw new Error(`revision ${id} cannot be read`);
  return { ...stored, document: parsed.document };
}
