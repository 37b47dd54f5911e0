import type { ExecutionRow, ResultsEntry } from "@callbook/core/results";
import type { TestResult } from "@callbook/services/command";
import type { ActionRunView, RunDetails, RunRow } from "@callbook/services/run";
import { z } from "zod";
import {
  AnyJson,
  AnyObject,
  BodyShape,
  FailureShape,
  Id,
  RunId,
  Time,
  TraceStepShape,
} from "./common.ts";
import { PathShape } from "./path.ts";
import { DocumentShape, RunState } from "./playbook.ts";

const RunFailure = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    blockId: z.string().nullable(),
    path: PathShape.nullable(),
  })
  .nullable();

const runRow = {
  id: RunId,
  playbookId: Id,
  playbookName: z.string(),
  revision: z.string().meta({ description: '"draft", or the number of the published revision.' }),
  state: RunState,
  nextWait: z
    .strictObject({ kind: z.enum(["callback", "delay"]), deadline: Time })
    .nullable()
    .meta({ description: "Of what it waits for, what ends first." }),
  testRun: z.boolean(),
  startedBy: z.string(),
  queuedAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  handledFailures: z.int(),
  requests: z.int().meta({ description: "Executions of commands that have ended." }),
  failedRequests: z.int(),
  unknownRequests: z
    .int()
    .meta({ description: "Of the failed ones: may have taken effect, nobody knows." }),
  requestNote: z.string().nullable().meta({
    description: 'What the state alone does not tell, as "2 of 4 requests failed".',
  }),
  failureMessage: z.string().nullable(),
  siteName: z.string(),
  pinned: z.boolean().meta({ description: "It stays when the others of its week are dropped." }),
};

export const RunRowShape: z.ZodType<RunRow> = z.strictObject(runRow).meta({ id: "RunRow" });

export const RunShape: z.ZodType<RunDetails> = z
  .strictObject({
    ...runRow,
    revisionId: Id,
    siteId: Id,
    inputs: z.record(z.string(), AnyJson),
    outputs: z.record(z.string(), AnyJson).nullable(),
    failure: RunFailure,
    document: DocumentShape,
    catalogueId: Id.nullable().meta({
      description: "The version of the catalogue that it was published with, where that is known.",
    }),
    mayCancel: z.boolean(),
    mayPin: z.boolean(),
  })
  .meta({ id: "Run", description: "A run with the document that ran." });

export const StartedShape = z
  .strictObject({ id: RunId, state: RunState })
  .meta({ id: "StartedRun", description: "A run that has not ended yet." });

export const EndedShape = z
  .strictObject({
    id: RunId,
    state: RunState,
    outputs: z.record(z.string(), AnyJson).nullable(),
    failure: RunFailure,
  })
  .meta({ id: "EndedRun" });

export const ResultsEntryShape: z.ZodType<ResultsEntry> = z
  .strictObject({
    asset_id: z.int(),
    asset: z.string(),
    app_id: z.int(),
    app: z.string(),
    action: z.string(),
    name: z.string(),
    action_run_id: RunId,
    app_run_id: RunId,
    status: z.enum(["success", "failed"]),
    message: z.string(),
    summary: z.strictObject({ total_objects: z.int(), total_objects_successful: z.int() }),
    action_results: z.array(
      z.strictObject({
        status: z.enum(["success", "failed"]),
        data: z.array(AnyJson),
        message: z.string(),
        parameter: z.intersection(
          z.record(z.string(), AnyJson),
          z.object({
            context: z.strictObject({
              guid: z.string(),
              artifact_id: z.int().nullable(),
              parent_action_run: z.array(z.int()),
            }),
          }),
        ),
        summary: AnyObject,
        error: z
          .strictObject({
            failure_indicator: z.string(),
            status_code: z.int(),
            message: z.string(),
            class: z.string(),
          })
          .nullable(),
      }),
    ),
  })
  .meta({
    id: "ResultsEntry",
    description: "Results of one connection, as callbacks are handed them.",
  });

export const ActionRunShape: z.ZodType<ActionRunView> = z
  .strictObject({
    id: RunId,
    runId: RunId,
    path: PathShape,
    blockId: z.string(),
    name: z.string(),
    command: z.string(),
    results: z.array(ResultsEntryShape),
  })
  .meta({ id: "ActionRun", description: "One execution of an action block with its results." });

const ExecutionRowShape: z.ZodType<ExecutionRow> = z
  .strictObject({
    path: PathShape.nullable(),
    actionRunId: z.int(),
    appRunId: z.int(),
    connectionId: z.int(),
    connection: z.string(),
    integration: z.string(),
    parameterIndex: z.int(),
    parameter: AnyObject,
    status: z.enum(["success", "failed"]),
    statusCode: z.int().nullable(),
    message: z.string(),
    summary: AnyObject,
    failure: FailureShape.nullable(),
    trace: z.array(TraceStepShape),
    size: z.int(),
    startedAt: Time,
    finishedAt: Time,
  })
  .meta({ id: "Execution", description: "One execution: a connection and a parameter object." });

export const TestResultShape: z.ZodType<TestResult> = z
  .strictObject({
    command: z.string(),
    connection: z.string(),
    durationMs: z.number(),
    returnData: z.enum(["Successful", "Failed", "Partially Successful"]),
    execution: ExecutionRowShape,
    body: BodyShape,
    keyFields: z.array(
      z.strictObject({
        name: z.string(),
        path: z.string(),
        value: AnyJson,
        contains: z.array(z.string()),
      }),
    ),
    table: z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(AnyJson)) }),
    contextData: AnyJson,
  })
  .meta({ id: "TestResult" });
