import type { Failure, TraceStep } from "@callbook/core/failure";
import type { CommandOutcome, ReceivedResponse } from "@callbook/core/integration";
import { isJsonObject, type JsonObject } from "@callbook/core/json";
import type { Masker } from "./masker.ts";

/** Longest message, detail or note that is kept. */
const maxText = 2_000;

/**
 * Everything that an execution hands on, without the secrets it was sent with. It runs last: what
 * is cut, is cut here and after masking, since half a secret is not recognised.
 */
export function maskOutcome(outcome: CommandOutcome, masker: Masker): CommandOutcome {
  const response = outcome.response === null ? null : maskResponse(outcome.response, masker);
  const trace = maskTrace(outcome.trace, masker);
  switch (outcome.kind) {
    case "succeeded": {
      const { data, summary, message } = outcome;
      return {
        ...outcome,
        data: data.map((one) => masker.json(one)),
        summary: maskObject(summary, masker),
        message: line(message, masker),
        response,
        trace,
      };
    }
    case "failed":
      return { ...outcome, failure: maskFailure(outcome.failure, masker), response, trace };
    case "waiting":
      return { ...outcome, response, trace };
  }
}

/** An answer with the names and values of its headers, its body in every view, address and notes masked. */
export function maskResponse(response: ReceivedResponse, masker: Masker): ReceivedResponse {
  const { headers, url, notes } = response;
  return {
    ...response,
    headers: Object.fromEntries(
      Object.entries(maskObject(headers, masker)).map(([name, value]) => [name, String(value)]),
    ),
    ...masker.answer(response),
    url: masker.text(url),
    notes: notes.map((note) => line(note, masker)),
  };
}

/** The steps of a trace, their details masked and then cut. */
export function maskTrace(trace: readonly TraceStep[], masker: Masker): TraceStep[] {
  return trace.map((one) => ({ ...one, detail: line(one.detail, masker) }));
}

/** A failure whose words are masked and then cut. */
export function maskFailure(failure: Failure, masker: Masker): Failure {
  const { failureIndicator, message, remedy } = failure;
  return {
    ...failure,
    failureIndicator: line(failureIndicator, masker),
    message: line(message, masker),
    remedy: line(remedy, masker),
  };
}

function line(text: string, masker: Masker): string {
  const masked = masker.text(text);
  return masked.length > maxText ? `${masked.slice(0, maxText - 1)}…` : masked;
}

function maskObject(value: JsonObject, masker: Masker): JsonObject {
  const masked = masker.json(value);
  return isJsonObject(masked) ? masked : {};
}
