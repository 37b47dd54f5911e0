/** The failures that the engine itself tells; all others come with the outcome of a command. */
import type { Failure, FailureClass, TraceStepName } from "@callbook/core/failure";

function failure(
  of: { readonly class: FailureClass; readonly where: string; readonly step: TraceStepName },
  command: string,
  statusCode: number,
  message: string,
  remedy: string,
): Failure {
  return {
    class: of.class,
    failureIndicator: `${command} failed.${of.where}`,
    statusCode,
    message,
    field: null,
    step: of.step,
    remedy,
    target: { kind: "none" },
  };
}

/** The process died, or was stopped, after an unsafe request had left and before its answer was kept. */
export function unknownOutcome(command: string): Failure {
  return failure(
    { class: "F-UNKNOWN", where: " API call.", step: "request" },
    command,
    504,
    "The request was sent, the answer was lost; it may have taken effect",
    "Check there whether it took effect, then repeat it or go on.",
  );
}

export function callbackTimeout(command: string, waitedSeconds: number): Failure {
  return failure(
    { class: "F-CB-TIMEOUT", where: " Callback.", step: "verdict" },
    command,
    504,
    `No callback received within ${duration(waitedSeconds)}`,
    "Raise the time the block waits, or check whether the third party reaches this server.",
  );
}

/** `reference` stands in the server's log beside what happened. */
export function internalError(command: string, reference: string): Failure {
  return failure(
    { class: "F-INTERNAL", where: "", step: "request" },
    command,
    500,
    `Internal error, reference ${reference}`,
    "Report it with its reference; the server's log has the details.",
  );
}

/** "24 h", "90 s", "10 min": the largest unit that leaves no rest. */
export function duration(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0 && seconds > 86_400)
    return `${seconds / 86_400} d`;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
