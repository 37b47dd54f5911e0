/** Versions of the catalogue on disk: one row for each content, never changed. */
import { createHash } from "node:crypto";
import type { Catalogue } from "@callbook/core/block";
import {
  type BlockVersion,
  type CatalogueContent,
  type CatalogueIntegration,
  readContent,
} from "@callbook/core/catalogue";
import { canonicalJson, type Json } from "@callbook/core/json";
import type { PrismaClient } from "@callbook/db";
import { type KeptReads, keepReads } from "../kept-reads.ts";

/** A version of the catalogue as this program reads it: its integrations as they were then. */
export interface CatalogueVersion extends Catalogue {
  readonly id: number;
  readonly integrations: readonly CatalogueIntegration[];
  /** Block types as they were then. `blocks` are those of this program: what a block does is code. */
  readonly listed: readonly BlockVersion[];
}

const MOST_KEPT = 50;

/** Reads each version once; null: there is none of this number, or it is of a later format. */
export function versionReader(
  db: PrismaClient,
  blocks: Catalogue["blocks"],
): KeptReads<number, CatalogueVersion | null> {
  const read = async (id: number): Promise<CatalogueVersion | null> => {
    const row = await db.catalogue.findUnique({ where: { id } });
    const content = row === null ? null : readContent(row.content);
    return content === null ? null : versionOf(id, content, blocks);
  };
  return keepReads(read, { max: MOST_KEPT, ms: null, keeps: (version) => version !== null });
}

export function versionOf(
  id: number,
  { blocks: listed, integrations }: CatalogueContent,
  blocks: Catalogue["blocks"],
): CatalogueVersion {
  return { id, blocks, integrations, listed };
}

/** The number of the version that has this content; makes it when there is none. */
export async function keepContent(db: PrismaClient, content: CatalogueContent): Promise<number> {
  const plain = asJson(content);
  const hash = createHash("sha256").update(canonicalJson(plain)).digest("hex");
  const select = { id: true };
  const known = await db.catalogue.findUnique({ where: { hash }, select });
  if (known !== null) return known.id;
  // Of two processes that see the same change at once one makes it.
  await db.catalogue.createMany({ data: [{ hash, content: plain }], skipDuplicates: true });
  return (await db.catalogue.findUniqueOrThrow({ where: { hash }, select })).id;
}

/** Without what is undefined, as the column has it. */
function asJson(content: CatalogueContent) {
  const plain: Exclude<Json, null> = JSON.parse(JSON.stringify(content));
  return plain;
}
