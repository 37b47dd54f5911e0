export { chooseConnections } from "./access/choose.ts";
export { connectionCreate } from "./create.ts";
export { ConnectionForm } from "./form/form.ts";
export { connectionFormOptions } from "./form/options.ts";
export { connectionGet } from "./get.ts";
export { connectionList } from "./list.ts";
export { type ConnectionDirectory, createDirectory } from "./record/directory.ts";
export { connectionRemove } from "./remove.ts";
export { connectionCancelTest } from "./test/cancel.ts";
export { verdictColumns } from "./test/run-test.ts";
export { createRunningTests, type RunningTests } from "./test/running-tests.ts";
export { connectionTest } from "./test/test.ts";
export { connectionTestSaved } from "./test/test-saved.ts";
export { createTestedForms, type TestedForms } from "./test/tested-forms.ts";
export { connectionUpdate } from "./update.ts";
export type {
  ConnectionDetails,
  ConnectionFormOptions,
  ConnectionFormView,
  ConnectionRow,
  Level,
  TestOutcome,
  TestStatus,
} from "./views.ts";
export { connectionWhereUsed } from "./where-used.ts";
