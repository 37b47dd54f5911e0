/** The catalogue of a server, as far as this page has the code of it. Pure. */
import { blocksByType } from "@callbook/blocks/specs";
import type { Catalogue } from "@callbook/core/block";
import { type CatalogueIntegration, specsKnownToBoth } from "@callbook/core/catalogue";
import type { PlaybookDocument, Problem } from "@callbook/core/document";
import type { Outputs } from "../api/types.ts";

/** A version of the catalogue, as the server tells it. */
export type CatalogueView = Outputs["catalogue"]["get"];

export interface PageCatalogue extends Catalogue {
  /** Of the version that `integrations` are from. */
  readonly id: number;
  readonly integrations: readonly CatalogueIntegration[];
  /** Block types that the server has, and this page not, or not in the same version. */
  readonly unknownHere: ReadonlySet<string>;
}

/**
 * What of a version this page offers and reads. Block types are those that server and page know in the
 * same version: documents come as the server reads them now, whatever they were published with.
 * @param present what the server accepts now
 * @param version whose integrations are wanted: the same, or what a revision was published with
 */
export function pageCatalogue(
  present: CatalogueView,
  version: CatalogueView = present,
  specs: Catalogue["blocks"] = blocksByType,
): PageCatalogue {
  const blocks = specsKnownToBoth(specs, present.blocks);
  const unknown = present.blocks.filter(({ type }) => !blocks.has(type));
  return {
    id: version.id,
    blocks,
    integrations: version.integrations,
    unknownHere: new Set(unknown.map(({ type }) => type)),
  };
}

const ABOUT_TYPES = new Set(["BLOCK_TYPE_UNKNOWN", "BLOCK_VERSION"]);

/** Problems with blocks that only this page does not know, as what they are: it must be loaded again. */
export function problemsOfPage(
  problems: readonly Problem[],
  { blocks }: PlaybookDocument,
  { unknownHere }: PageCatalogue,
): readonly Problem[] {
  if (unknownHere.size === 0) return problems;
  const typeOf = new Map(blocks.map(({ id, type }) => [id, type]));
  return problems.map((problem) => {
    const type = typeOf.get(problem.blockId ?? "");
    if (!ABOUT_TYPES.has(problem.code) || type === undefined || !unknownHere.has(type))
      return problem;
    const message = `This page does not know block type "${type}" as the server does. Load it again.`;
    return { ...problem, message };
  });
}
