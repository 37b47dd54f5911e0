/** What a run has produced, as conditions, templates and End read it. */
import type { ActionResult, ResultsEntry } from "../results/index.ts";
import type { FailureSummary } from "./event.ts";
import type { RunState } from "./state.ts";
import type { ResultReader } from "./step.ts";

/**
 * A reader in which an action that failed before anything was executed has one
 * failed result all the same, so that `<block>:action_result.status == failed`
 * is true of every failed action. `state` is looked at on each read. Pure.
 */
export function readerWithFailures(
  reader: ResultReader,
  state: Pick<RunState, "blocks">,
): ResultReader {
  return {
    handle: (actionRunId) => reader.handle(actionRunId),
    inputs: () => reader.inputs(),
    results: (path) => {
      const entries = reader.results(path);
      const block = state.blocks[path];
      if (block?.outcome !== "failed" || block.failure === null) return entries;
      if (entries?.some(({ action_results }) => action_results.length > 0)) return entries;
      return [failedEntry(block.failure, block.action?.actionRunId ?? 0)];
    },
  };
}

function failedEntry(failure: FailureSummary, actionRunId: number): ResultsEntry {
  const result: ActionResult = {
    status: "failed",
    data: [],
    message: failure.message,
    parameter: { context: { guid: "", artifact_id: null, parent_action_run: [] } },
    summary: {},
    error: {
      failure_indicator: failure.failureIndicator,
      status_code: failure.statusCode,
      message: failure.message,
      class: failure.class,
    },
  };
  return {
    asset_id: 0,
    asset: "",
    app_id: 0,
    app: "",
    action: "",
    name: "",
    action_run_id: actionRunId,
    app_run_id: 0,
    status: "failed",
    message: failure.message,
    summary: { total_objects: 0, total_objects_successful: 0 },
    action_results: [result],
  };
}
