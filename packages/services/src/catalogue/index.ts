export { type Catalogues, openCatalogues } from "./catalogues.ts";
export { catalogueCurrent } from "./current.ts";
export { catalogueGet } from "./get.ts";
export type { CatalogueVersion } from "./versions.ts";
export type { CatalogueView } from "./views.ts";
