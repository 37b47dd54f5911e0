/** What an execution of an action came to, as it is kept. */
import type { CallbackAnswer, ExecutionEnd, Outcome } from "@callbook/core/block";
import { type Failure, makeFailure } from "@callbook/core/failure";
import type { CommandOutcome, ReceivedResponse } from "@callbook/core/integration";

/** A failure that no command told: nothing was sent, or nothing is known of it. Pure. */
export function failedOutcome(failure: Failure, at: string): Outcome {
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
    startedAt: at,
    finishedAt: at,
  };
}

/** The command was there when the run began, and its code is not any more. Pure. */
export function goneOutcome(command: string, at: string): Outcome {
  const failure = makeFailure({
    class: "F-GONE",
    command,
    place: { kind: "command" },
    message: `The command ${command} no longer exists`,
    remedy: "Choose another command.",
  });
  return failedOutcome(failure, at);
}

/** What a command's outcome is for its execution. Pure. */
export function endOf(
  outcome: CommandOutcome,
  startedAt: string,
  finishedAt: string,
): ExecutionEnd {
  const common = { trace: outcome.trace, startedAt, finishedAt, ...received(outcome.response) };
  switch (outcome.kind) {
    case "waiting":
      return { kind: "waiting", status: outcome.outboundStatusCode };
    case "succeeded": {
      const { data, summary, message } = outcome;
      const known = { status: "success", failure: null, data, summary, message } as const;
      return { kind: "ended", outcome: { ...common, ...known } };
    }
    case "failed": {
      const { failure } = outcome;
      const { message, statusCode } = failure;
      const summary = { status_code: statusCode };
      const known = { status: "failed", failure, message, statusCode, summary, data: [] } as const;
      return { kind: "ended", outcome: { ...common, ...known } };
    }
  }
}

function received(response: ReceivedResponse | null) {
  if (response === null) return { statusCode: null, raw: null, size: 0 };
  const { status, headers, text, body } = response;
  return { statusCode: status, raw: { status, headers, text }, size: body.length };
}

/** The outcome that an answer by callback is. Pure. */
export function answeredOutcome(answer: CallbackAnswer, at: string): Outcome {
  const { view, text, size, headers, answered, attempts, receivedAt, waitId } = answer;
  return {
    status: "success",
    statusCode: answered,
    message: "Callback received",
    summary: {
      status_code: answered,
      callback_id: waitId,
      received_at: receivedAt,
      attempts,
      outbound_status_code: answer.outboundStatus,
    },
    data: [view],
    failure: null,
    trace: [],
    raw: { status: answered, headers, text },
    size,
    startedAt: at,
    finishedAt: receivedAt,
  };
}
