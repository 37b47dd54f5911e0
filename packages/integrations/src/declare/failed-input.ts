import { makeFailure } from "@callbook/core/failure";
import type { CommandOutcome } from "@callbook/core/integration";

/** The outcome of a command whose input is wrong; nothing was sent. Pure. */
export function failedInput(command: string, inputName: string, message: string): CommandOutcome {
  const failure = makeFailure({
    class: "F-INPUT",
    command,
    place: { kind: "input", name: inputName },
    message,
  });
  const trace = [{ step: "validate", state: "failed", durationMs: null, detail: message }] as const;
  return { kind: "failed", failure, response: null, trace };
}
