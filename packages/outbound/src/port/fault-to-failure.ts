import {
  type Failure,
  type FailureFacts,
  type FailurePlace,
  makeFailure,
} from "@callbook/core/failure";
import type { PlanFault } from "@callbook/core/request";
import type { Fault } from "../send/fault.ts";

/** What a failure's words need beside the fault. */
export interface FailureContext {
  readonly command: string;
  /** Display name of the URL input. */
  readonly urlField: string;
  readonly connectionId: number;
  /** Who cancelled, for F-CANCEL; null: not known. */
  readonly cancelledBy: string | null;
}

/** The failure of a request that could not be made. Pure. */
export function planFailure(fault: PlanFault, context: FailureContext): Failure {
  const { class: failureClass, place, message } = fault;
  const facts = { class: failureClass, command: context.command, place, message };
  return failureClass === "F-SECRET" ? secretFailure(facts, context) : makeFailure(facts);
}

function secretFailure(facts: FailureFacts, { connectionId }: FailureContext): Failure {
  return makeFailure({
    ...facts,
    target: { kind: "connection", connectionId, field: "secretOrigins" },
  });
}

/** The failure of a request that could not be sent or whose answer could not be had. Pure. */
export function networkFailure(fault: Fault, context: FailureContext): Failure {
  const { class: failureClass, statusCode, step } = fault;
  const place: FailurePlace =
    failureClass === "F-SSRF"
      ? { kind: "input", name: context.urlField }
      : failureClass === "F-CANCEL" || failureClass === "F-1xx"
        ? { kind: "command" }
        : { kind: "call" };
  const who = context.cancelledBy;
  const message =
    failureClass === "F-CANCEL" && who !== null ? `Cancelled by ${who}` : fault.message;
  const facts = { class: failureClass, command: context.command, place, message, statusCode, step };
  if (failureClass === "F-SECRET") return secretFailure(facts, context);
  const entry = fault.blocked?.entry ?? null;
  if (entry === null) return makeFailure(facts);
  return makeFailure({
    ...facts,
    remedy: `If this is meant, have somebody who may manage the connection enter ${entry} as its Allowed address.`,
    target: { kind: "connection", connectionId: context.connectionId, field: "allowedAddress" },
  });
}
