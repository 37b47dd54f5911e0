/** Outcomes whose bodies are packed for the database; packing may take a while, recording them does not. */
import type { Outcome } from "@callbook/core/block";
import type { Failure } from "@callbook/core/failure";
import type { Json } from "@callbook/core/json";
import type { Slot } from "@callbook/core/log";
import { plannedExecution } from "@callbook/core/results";
import { packBody } from "../store/body.ts";
import type { BlockResultRow } from "../store/rows.ts";
import type { PassMemory } from "./memory.ts";

export interface PackedOutcome extends Outcome {
  readonly packedData: Buffer;
  readonly packedRaw: Buffer;
}

const emptyList = await packBody([]);
/** Of what received nothing. */
export const nothingReceived = await packBody(null);

/** `raw`: what is kept as received, where that is not the outcome's own. */
export async function packOutcome(
  outcome: Outcome,
  raw: Json = outcome.raw,
): Promise<PackedOutcome> {
  const packedData = await packBody(outcome.data);
  const packedRaw = await packBody(raw);
  return { ...outcome, packedData, packedRaw };
}

/** A failure with nothing to show beside: it needs no packing. */
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
    packedRaw: nothingReceived,
  };
}

/** The row of a slot that ended so. */
export function resultRow(
  pass: PassMemory,
  slot: Slot,
  attempt: number,
  outcome: PackedOutcome,
): BlockResultRow {
  const planned = pass.action === null ? null : plannedExecution(pass.action.plan, slot);
  return {
    path: pass.path,
    slot,
    attempt,
    connectionId: planned?.appRun.connectionId ?? null,
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
