import { blocksByType } from "@callbook/blocks/specs";
import type { Catalogue } from "@callbook/core/block";
import { manifests } from "@callbook/integrations/manifests";

/** Block types and integrations of this build. */
export const catalogue: Catalogue = { blocks: blocksByType, integrations: manifests };
