import { siteCreate, siteList, siteRename } from "@callbook/services/site";
import { mutation, query, router } from "./base.ts";

export const sitesRouter = router({
  list: query(siteList),
  create: mutation(siteCreate),
  rename: mutation(siteRename),
});
