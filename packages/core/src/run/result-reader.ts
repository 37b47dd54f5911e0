/** What a run has produced, as conditions, templates and End read it. */
import { type FailureSummary, passAt, type RunState } from "../log/index.ts";
import type { ActionResult, ResultReader, ResultsEntry } from "../results/index.ts";
import type { PassValue } from "./step.ts";

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
    pass: (path) => {
      const results = reader.pass(path);
      const pass = passAt(state, path);
      if (pass?.outcome !== "failed" || pass.failure === null) return results;
      if (results?.entries.some(({ action_results }) => action_results.length > 0)) return results;
      const entries = [failedEntry(pass.failure, pass.action?.actionRunId ?? 0)];
      return { entries, value: (slot) => results?.value(slot) };
    },
  };
}

/** A reader that gives what was stored just now, before it is on disk. `stored` is looked at on each read. Pure. */
export function readerWithStored(reader: ResultReader, stored: readonly PassValue[]): ResultReader {
  return {
    handle: (actionRunId) => reader.handle(actionRunId),
    inputs: () => reader.inputs(),
    pass: (path) => {
      const before = reader.pass(path);
      if (!stored.some((value) => value.path === path)) return before;
      return {
        entries: before?.entries ?? [],
        value: (slot) => {
          const now = stored.find((value) => value.path === path && value.slot === slot);
          return now === undefined ? before?.value(slot) : now.value;
        },
      };
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
