import { blockSpecs } from "@callbook/blocks/specs";
import { blockVersions } from "@callbook/core/catalogue";
import { manifests } from "@callbook/integrations/manifests";
import { type CatalogueView, pageCatalogue } from "../page-catalogue.ts";

/** What a server of this very version accepts that has the built-in integrations. */
export const catalogueView: CatalogueView = {
  id: 1,
  blocks: blockVersions(blockSpecs),
  integrations: manifests.map((manifest, index) => ({
    ...manifest,
    id: index + 1,
    parameters: [],
  })),
};

export const catalogue = pageCatalogue(catalogueView);
