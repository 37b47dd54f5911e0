import {
  playbookApply,
  playbookCreate,
  playbookDuplicate,
  playbookExport,
  playbookList,
  playbookOpen,
  playbookOperationsSince,
  playbookPublish,
  playbookRemove,
  playbookReplace,
  playbookRevision,
  playbookValidate,
} from "@callbook/services/playbook";
import { mutation, query, router } from "./base.ts";

export const playbooksRouter = router({
  list: query(playbookList),
  create: mutation(playbookCreate),
  remove: mutation(playbookRemove),
  duplicate: mutation(playbookDuplicate),
  open: query(playbookOpen),
  applyOperations: mutation(playbookApply),
  operationsSince: query(playbookOperationsSince),
  replace: mutation(playbookReplace),
  validate: query(playbookValidate),
  publish: mutation(playbookPublish),
  revision: query(playbookRevision),
  export: query(playbookExport),
});
