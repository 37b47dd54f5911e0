export { siteCreate } from "./create.ts";
export { siteList } from "./list.ts";
export { siteRename } from "./rename.ts";
export type { SiteKind, SiteRow } from "./views.ts";
