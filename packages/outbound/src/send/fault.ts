import type { FailureClass, TraceStepName } from "@callbook/core/failure";
import type { Blocked } from "../egress/index.ts";

/** What went wrong on the way to a third party or back, before a command makes a failure of it. */
export interface Fault {
  readonly class: FailureClass;
  /** The platform's own code for the class; for F-1xx the code as received. */
  readonly statusCode: number;
  /** One sentence without final period and without secrets. */
  readonly message: string;
  readonly step: TraceStepName;
  /** Set for F-SSRF. */
  readonly blocked: Blocked | null;
}

const statusCodes = {
  "F-DNS": 503,
  "F-REFUSED": 503,
  "F-TLS": 502,
  "F-TIMEOUT": 504,
  "F-REDIRECT": 508,
  "F-TOOBIG": 502,
  "F-PARSE": 502,
  "F-SSRF": 403,
  "F-SECRET": 403,
  "F-UNKNOWN": 504,
  "F-CANCEL": 409,
} as const satisfies Partial<Record<FailureClass, number>>;

/** The faults this package can find by itself. */
export type FaultClass = keyof typeof statusCodes;

/** Makes a fault; the status code follows from the class. Pure. */
export function fault(
  faultClass: FaultClass,
  step: TraceStepName,
  message: string,
  blocked: Blocked | null = null,
): Fault {
  return { class: faultClass, statusCode: statusCodes[faultClass], message, step, blocked };
}

/** The text of the fault whose request left and whose answer did not come. */
export const unknownOutcome = "The request was sent, the answer was lost; it may have taken effect";
