/** Records how executions end, and with the last of them the app run, the block and its callbacks. */
import type { Failure, TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import type { ActionResult } from "@callbook/core/results";
import { executionKey, finishBlockEvents } from "@callbook/core/run";
import type { ActionResultRow } from "../journal/append.ts";
import { packBody } from "../journal/body.ts";
import type { PerformerContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { type ActionMemory, type Execution, entriesOf } from "./memory.ts";

/** Of one execution, before it is packed for the database. */
export interface Outcome {
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly data: readonly Json[];
  readonly failure: Failure | null;
  readonly trace: readonly TraceStep[];
  /** null: nothing was received. */
  readonly raw: StoredRaw | null;
  readonly size: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export type StoredRaw = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** null: binary. */
  readonly text: string | null;
};

/** An outcome whose bodies are packed; making it may take a while, recording it does not. */
export interface PackedOutcome extends Outcome {
  readonly packedData: Buffer;
  readonly packedRaw: Buffer;
}

export async function packOutcome(outcome: Outcome): Promise<PackedOutcome> {
  const packedData = await packBody(outcome.data);
  const packedRaw = await packBody(outcome.raw);
  return { ...outcome, packedData, packedRaw };
}

const emptyList = await packBody([]);
const nothing = await packBody(null);

export function failedOutcome(
  failure: Failure,
  startedAt: string,
  finishedAt: string,
): PackedOutcome {
  return {
    status: "failed",
    statusCode: failure.statusCode,
    message: failure.message,
    summary: {},
    data: [],
    failure,
    trace: [],
    raw: null,
    size: 0,
    startedAt,
    finishedAt,
    packedData: emptyList,
    packedRaw: nothing,
  };
}

/** An execution that ends without having been performed. True: its action has ended with it. */
export function failExecution(
  context: PerformerContext,
  draft: Draft,
  execution: Execution,
  failure: Failure,
): boolean {
  const now = draft.startedAt;
  return finishExecution(context, draft, execution, failedOutcome(failure, now, now));
}

/** Keeps the outcome and records what follows from it. True: the action has ended with it. */
export function finishExecution(
  context: PerformerContext,
  draft: Draft,
  execution: Execution,
  outcome: PackedOutcome,
): boolean {
  draft.results.push(resultRow(execution, outcome));
  return finishStored(context, draft, execution, actionResult(execution, outcome));
}

/** The same for an outcome that is on disk already and has no event yet. */
export function finishStored(
  context: PerformerContext,
  draft: Draft,
  execution: Execution,
  result: ActionResult,
): boolean {
  const { action, appRun, parameterIndex } = execution;
  const { path } = action.row;
  action.results.set(execution.key, result);
  const of = { path, appRunId: appRun.appRunId, parameterIndex };
  draft.record({ v: 1, type: "ExecutionFinished", ...of, status: result.status });
  const { total, ended, succeeded } = countOf(action, appRun.appRunId);
  if (ended < total) return false;
  const { appRunId } = appRun;
  draft.record({ v: 1, type: "AppRunFinished", path, appRunId, succeeded, total });
  if (action.results.size < action.row.appRuns.length * action.row.parameters.length) return false;
  finishAction(context, draft, action);
  return true;
}

function finishAction(context: PerformerContext, draft: Draft, action: ActionMemory): void {
  const { path } = action.row;
  const { catalogue } = context.ports;
  const { memory, state } = draft;
  const entries = entriesOf(action);
  memory.entries.set(path, entries);
  const { document } = memory;
  const ending = finishBlockEvents({ document, catalogue, state, path, entries, failure: null });
  for (const event of ending) draft.record(event);
}

function countOf({ row, results }: ActionMemory, appRunId: number) {
  const known = row.parameters.flatMap((_, index) => {
    const result = results.get(executionKey(appRunId, index));
    return result === undefined ? [] : [result.status];
  });
  const succeeded = known.filter((status) => status === "success").length;
  return { total: row.parameters.length, ended: known.length, succeeded };
}

function actionResult({ action, parameterIndex }: Execution, outcome: Outcome): ActionResult {
  return resultOf(action, parameterIndex, outcome);
}

/** The result as the results JSON holds it, of an outcome that was made or read. */
export function resultOf(
  { row }: ActionMemory,
  parameterIndex: number,
  outcome: Pick<Outcome, "status" | "data" | "message" | "summary" | "failure">,
): ActionResult {
  const { status, data, message, summary, failure } = outcome;
  const parameter = row.parameters[parameterIndex] ?? { context: noContext };
  const error =
    failure === null
      ? null
      : {
          failure_indicator: failure.failureIndicator,
          status_code: failure.statusCode,
          message: failure.message,
          class: failure.class,
        };
  return { status, data, message, parameter, summary, error };
}

const noContext = { guid: "", artifact_id: null, parent_action_run: [] };

function resultRow(
  { action, appRun, parameterIndex }: Execution,
  outcome: PackedOutcome,
): ActionResultRow {
  return {
    appRunId: appRun.appRunId,
    parameterIndex,
    actionRunId: action.row.id,
    connectionId: appRun.connectionId,
    status: outcome.status,
    statusCode: outcome.statusCode,
    message: outcome.message,
    summary: outcome.summary,
    error: outcome.failure,
    trace: outcome.trace,
    data: outcome.packedData,
    raw: outcome.packedRaw,
    size: outcome.size,
    startedAt: outcome.startedAt,
    finishedAt: outcome.finishedAt,
  };
}
