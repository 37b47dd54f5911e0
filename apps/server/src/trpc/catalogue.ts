import { catalogueCurrent, catalogueGet } from "@callbook/services/catalogue";
import { query, router } from "./base.ts";

export const catalogueRouter = router({
  current: query(catalogueCurrent),
  get: query(catalogueGet),
});
