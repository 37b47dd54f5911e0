export {
  type BlockVersion,
  CATALOGUE_FORMAT,
  type CatalogueContent,
  type CatalogueIntegration,
  type CatalogueParameter,
  readContent,
  readManifest,
} from "./content.ts";
export { blocksMissing, blockVersions, specsKnownToBoth } from "./known-here.ts";
