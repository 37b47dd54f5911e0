import { tokenCreate, tokenList, tokenRevoke } from "@callbook/services/token";
import { mutation, query, router } from "./base.ts";

export const tokensRouter = router({
  list: query(tokenList),
  create: mutation(tokenCreate),
  revoke: mutation(tokenRevoke),
});
