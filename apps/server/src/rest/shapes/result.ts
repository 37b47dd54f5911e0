import type { CallbackArguments } from "@callbook/core/results";
import type { ResultHead } from "@callbook/engine";
import type { CallbackCall, CallRow } from "@callbook/services/run";
import { z } from "zod";
import { AnyJson, AnyObject, FailureShape, Id, RunId, Time, TraceStepShape } from "./common.ts";
import { PathShape, SlotShape } from "./path.ts";
import { ResultsEntryShape } from "./run.ts";

export const ResultHeadShape: z.ZodType<ResultHead> = z
  .strictObject({
    path: PathShape,
    slot: SlotShape,
    attempt: z.int().meta({ description: "Counts from 1." }),
    connectionId: Id.nullable(),
    status: z.enum(["success", "failed"]),
    statusCode: z.int().nullable(),
    message: z.string(),
    summary: AnyObject,
    error: FailureShape.nullable(),
    trace: z.array(TraceStepShape),
    size: z.int().meta({ description: "Bytes of the decoded body." }),
    startedAt: Time,
    finishedAt: Time,
    actionRunId: RunId.nullable(),
    parameter: AnyObject.nullable(),
    appRun: AnyObject.nullable(),
  })
  .meta({ id: "Result", description: "What a pass of a block stored, without its body." });

export const ResultBodyShape = z
  .strictObject({ data: AnyJson, raw: AnyJson })
  .meta({ id: "ResultBody" });

const callRow = {
  seq: z.int(),
  at: Time,
  path: PathShape,
  mode: z.enum(["direct", "engine"]),
};

export const CallRowShape: z.ZodType<CallRow> = z
  .strictObject(callRow)
  .meta({ id: "Call", description: "One call of a callback; path is that of its source." });

const CallbackArgumentsShape: z.ZodType<CallbackArguments> = z
  .strictObject({
    action: z
      .strictObject({
        action_run_id: RunId,
        action: z.string(),
        action_name: z.string(),
        name: z.string(),
      })
      .nullable(),
    success: z.boolean().nullable(),
    container: AnyObject.nullable(),
    results: z.array(ResultsEntryShape).nullable(),
    handle: z.string().nullable(),
    filtered_artifacts: z.array(z.int()).nullable(),
    filtered_results: z.array(ResultsEntryShape).nullable(),
    custom_function: AnyObject.nullable(),
  })
  .meta({ id: "CallbackArguments", description: "The eight arguments of a callback, always all." });

export const CallbackCallShape: z.ZodType<CallbackCall> = z
  .strictObject({
    ...callRow,
    arguments: CallbackArgumentsShape,
    sourceName: z.string(),
    targetName: z.string(),
  })
  .meta({ id: "CallbackCall" });
