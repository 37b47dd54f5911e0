import {
  connectionCancelTest,
  connectionCreate,
  connectionFormOptions,
  connectionGet,
  connectionList,
  connectionRemove,
  connectionTest,
  connectionTestSaved,
  connectionUpdate,
  connectionWhereUsed,
} from "@callbook/services/connection";
import { mutation, query, router } from "./base.ts";

export const connectionsRouter = router({
  list: query(connectionList),
  get: query(connectionGet),
  create: mutation(connectionCreate),
  update: mutation(connectionUpdate),
  remove: mutation(connectionRemove),
  formOptions: query(connectionFormOptions),
  test: mutation(connectionTest),
  testSaved: mutation(connectionTestSaved),
  cancelTest: mutation(connectionCancelTest),
  whereUsed: query(connectionWhereUsed),
});
