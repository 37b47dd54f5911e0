/**
 * Flat views of results, as Splunk SOAR's parse_errors, parse_success and
 * parse_results give them. None of them changes the results.
 */
import type { Json, JsonObject } from "../json/index.ts";
import { withoutContext } from "./entry.ts";
import type { ActionResult, ResultsEntry } from "./results.ts";

interface ParsedExecution {
  readonly asset: string;
  readonly app: string;
  readonly action: string;
  readonly name: string;
  readonly app_run_id: number;
  /** Without context; null: the connection failed before anything was executed. */
  readonly parameter: JsonObject | null;
  readonly message: string;
}

export interface ParsedError extends ParsedExecution {
  readonly status: "failed";
  readonly error: {
    readonly failureIndicator: string;
    readonly statusCode: number;
    readonly message: string;
  } | null;
}

export interface ParsedSuccess extends ParsedExecution {
  readonly status: "success";
  readonly data: readonly Json[];
}

/** One object for each failed execution, in order; an entry that failed without any gives one. Pure. */
export function parseErrors(results: readonly ResultsEntry[]): readonly ParsedError[] {
  return parseResults(results).filter((parsed) => parsed.status === "failed");
}

/** Every element of data of succeeded executions, in order. Pure. */
export function parseSuccess(results: readonly ResultsEntry[]): readonly Json[] {
  return parseResults(results).flatMap((parsed) =>
    parsed.status === "success" ? parsed.data : [],
  );
}

/** Both kinds as one list, one object for each execution, in order. Pure. */
export function parseResults(
  results: readonly ResultsEntry[],
): readonly (ParsedError | ParsedSuccess)[] {
  return results.flatMap((entry) => {
    if (entry.action_results.length > 0)
      return entry.action_results.map((result) => parsedResult(entry, result));
    return entry.status === "failed" ? [failedEntry(entry)] : [];
  });
}

function parsedResult(entry: ResultsEntry, result: ActionResult): ParsedError | ParsedSuccess {
  const { message } = result;
  const parsed = { ...namesOf(entry), parameter: withoutContext(result.parameter), message };
  if (result.status === "success") return { ...parsed, status: "success", data: result.data };
  const error = result.error && {
    failureIndicator: result.error.failure_indicator,
    statusCode: result.error.status_code,
    message: result.error.message,
  };
  return { ...parsed, status: "failed", error };
}

function failedEntry(entry: ResultsEntry): ParsedError {
  const { message } = entry;
  return { ...namesOf(entry), parameter: null, status: "failed", message, error: null };
}

function namesOf({ asset, app, action, name, app_run_id }: ResultsEntry) {
  return { asset, app, action, name, app_run_id };
}
