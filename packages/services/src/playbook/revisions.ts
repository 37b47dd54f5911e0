import { type Catalogue, presentDocument } from "@callbook/core/block";
import { type BlockVersion, blocksMissing } from "@callbook/core/catalogue";
import { parseDocument } from "@callbook/core/document";
import type { PrismaClient, Revision as StoredRevision } from "@callbook/db";
import { type RunnableRevision, UnfitRevision } from "@callbook/engine";
import type { Catalogues } from "../catalogue/catalogues.ts";
import { keepReads } from "../kept-reads.ts";

/**
 * A revision as it is read here: configurations of its blocks are of the present versions of their
 * types, its catalogue is the one that it was published with. One that was made before catalogues
 * were kept has the present one.
 */
export interface Revision extends Omit<StoredRevision, "document">, RunnableRevision {
  /** Of its block types those that this program does not have as they were meant; empty: it runs here. */
  readonly missing: readonly BlockVersion[];
}

/** The one place where this process keeps revisions: they never change, so each is read once. */
export interface Revisions {
  /** Throws when there is none of this number: a revision is never taken away. */
  read(id: number): Promise<Revision>;
  /** The same for whoever runs it; rejects with UnfitRevision when it would run otherwise here than it was meant. */
  runnable(id: number): Promise<RunnableRevision>;
}

const MOST_KEPT = 200;

/** A revision without what may be another one at any time. */
interface KeptRevision extends Omit<Revision, "catalogue"> {
  readonly pinned: Catalogue | null;
}

export function createRevisions(
  db: PrismaClient,
  catalogues: Pick<Catalogues, "current" | "read">,
): Revisions {
  const reads = keepReads((id: number) => readRevision(db, catalogues, id), {
    max: MOST_KEPT,
    ms: null,
  });
  const read = async (id: number): Promise<Revision> => {
    const { pinned, ...revision } = await reads.read(id);
    return { ...revision, catalogue: pinned ?? catalogues.current };
  };
  return {
    read,
    runnable: async (id) => {
      const revision = await read(id);
      if (revision.missing.length > 0) throw new UnfitRevision(id, inWords(revision.missing));
      return revision;
    },
  };
}

function inWords(missing: readonly BlockVersion[]): string {
  const types = missing.map(({ type, version }) => `"${type}" in version ${version}`).join(", ");
  return `it has blocks of a type that is not known here: ${types}`;
}

async function readRevision(
  db: PrismaClient,
  catalogues: Pick<Catalogues, "current" | "read">,
  id: number,
): Promise<KeptRevision> {
  const stored = await db.revision.findUniqueOrThrow({ where: { id } });
  const parsed = parseDocument(stored.document);
  if (!parsed.ok) throw new UnfitRevision(id, "its document cannot be read here");
  const { blocks } = catalogues.current;
  const document = presentDocument(parsed.document, { blocks });
  if (stored.catalogueId === null)
    return { ...stored, document, pinned: null, missing: blocksMissing(document, null, blocks) };
  const pinned = await catalogues.read(stored.catalogueId);
  if (pinned === null) throw new UnfitRevision(id, "its catalogue cannot be read here");
  const missing = blocksMissing(document, { blocks: pinned.listed }, blocks);
  return { ...stored, document, pinned, missing };
}
