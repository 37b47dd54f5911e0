import type { BlockVersion, CatalogueIntegration } from "@callbook/core/catalogue";
import type { CatalogueVersion } from "./versions.ts";

/** A version of the catalogue, for whoever has the code of the blocks himself. */
export interface CatalogueView {
  readonly id: number;
  readonly blocks: readonly BlockVersion[];
  readonly integrations: readonly CatalogueIntegration[];
}

export function toView({ id, listed, integrations }: CatalogueVersion): CatalogueView {
  return { id, blocks: listed, integrations };
}
