export { OtherVersion } from "./other-version.tsx";
export { type CatalogueView, type PageCatalogue, problemsOfPage } from "./page-catalogue.ts";
export { useCatalogueAnew, useCatalogueOf, usePresentCatalogue } from "./use-catalogue.ts";
