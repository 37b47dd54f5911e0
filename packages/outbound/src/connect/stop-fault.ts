import type { Blocked } from "../egress/index.ts";
import type { Deadline } from "../send/deadline.ts";
import { type Fault, fault } from "../send/fault.ts";

/** The fault of a send that was stopped from outside, before any byte of its request left. Pure. */
export function stopFault(
  deadline: Deadline,
  step: "dns" | "tls" | "request",
  phase: string,
): Fault {
  if (deadline.cause === "cancelled") return fault("F-CANCEL", step, "Cancelled");
  return fault("F-TIMEOUT", step, `No response within ${seconds(deadline.timeoutMs)} (${phase})`);
}

/** 30000 -> "30 s". Pure. */
export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}

/** The fault of an address or name that the policy refuses. Pure. */
export function blockedFault(blocked: Blocked): Fault {
  const why = blocked.class === "own-endpoint" ? "it belongs to Callbook itself" : blocked.class;
  return fault("F-SSRF", "dns", `Address ${blocked.address} is not allowed (${why})`, blocked);
}
