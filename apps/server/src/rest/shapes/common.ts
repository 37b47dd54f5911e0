import { FAILURE_CLASSES, type Failure, TRACE_STEPS, type TraceStep } from "@callbook/core/failure";
import type { Json, JsonObject } from "@callbook/core/json";
import { z } from "zod";

/** Shapes that many answers hold. Each has an id, by which the API document refers to it. */

export const AnyJson: z.ZodType<Json> = z
  .json()
  .meta({ id: "Json", description: "Any JSON value." });

export const AnyObject: z.ZodType<JsonObject> = z
  .record(z.string(), AnyJson)
  .meta({ id: "JsonObject", description: "Any JSON object." });

export const Id = z.int().positive().max(2_147_483_647);
/** Of a run, an action run or an app run: there are more of them than of other rows. */
export const RunId = z.int().positive();

export const Time = z.iso.datetime().meta({ id: "Time", description: "ISO 8601, in UTC." });

export const Named = z.strictObject({ id: Id });

const FailureClass = z
  .enum(FAILURE_CLASSES)
  .meta({ id: "FailureClass", description: "Which kind of failure it is, for scripts." });

const TraceStepName = z.enum(TRACE_STEPS);

export const FailureShape: z.ZodType<Failure> = z
  .strictObject({
    class: FailureClass,
    failureIndicator: z.string(),
    statusCode: z.int(),
    message: z.string(),
    field: z.string().nullable(),
    step: TraceStepName,
    remedy: z.string(),
    target: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("input"), input: z.string() }),
      z.strictObject({
        kind: z.literal("connection"),
        connectionId: Id.nullable(),
        field: z.string().nullable(),
      }),
      z.strictObject({ kind: z.literal("none") }),
    ]),
  })
  .meta({ id: "Failure", description: "Why a command failed, in the three parts that are shown." });

export const TraceStepShape: z.ZodType<TraceStep> = z
  .strictObject({
    step: TraceStepName,
    state: z.enum(["passed", "failed", "skipped", "running", "pending"]),
    durationMs: z.number().nullable(),
    detail: z.string(),
  })
  .meta({ id: "TraceStep" });

export const RawShape = z
  .strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    text: z.string().nullable(),
  })
  .nullable()
  .meta({
    id: "RawAnswer",
    description: "The third party's answer as received; null: there was none.",
  });

export const BodyShape = z
  .strictObject({ data: z.array(AnyJson), raw: RawShape })
  .meta({ id: "ExecutionBody" });

export const SITE_KINDS = ["internal", "client"] as const;
