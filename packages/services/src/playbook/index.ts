export { playbookApply } from "./apply.ts";
export { playbookCreate } from "./create.ts";
export { createDrafts, type Drafts } from "./drafts.ts";
export { playbookDuplicate } from "./duplicate.ts";
export { playbookExport } from "./export.ts";
export { playbookList } from "./list.ts";
export { playbookOpen } from "./open.ts";
export { playbookOperationsSince } from "./operations-since.ts";
export { playbookPublish } from "./publish.ts";
export { playbookRemove } from "./remove.ts";
export { playbookReplace } from "./replace.ts";
export { playbookRevision } from "./revision.ts";
export { createRevisions, type Revisions } from "./revisions.ts";
export { playbookValidate } from "./validate.ts";
export type {
  AppliedOperations,
  OpenPlaybook,
  OperationsPage,
  PlaybookRow,
  RevisionView,
} from "./views.ts";
