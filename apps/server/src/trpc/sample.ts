import { sampleRemove, sampleState } from "@callbook/services/sample";
import { mutation, query, router } from "./base.ts";

export const sampleRouter = router({
  state: query(sampleState),
  remove: mutation(sampleRemove),
});
