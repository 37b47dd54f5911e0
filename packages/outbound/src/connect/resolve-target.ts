import {
  checkAddress,
  checkName,
  classifyAddress,
  type Judgement,
  type Target,
} from "../egress/index.ts";
import type { Deadline } from "../send/deadline.ts";
import { type Fault, fault } from "../send/fault.ts";
import type { Lookup } from "./lookup.ts";
import { blockedFault, stopFault } from "./stop-fault.ts";

/** The checked addresses of a target, in the order in which to try them, or why there are none. */
export type Resolved =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly fault: Fault };

/** Looks a target up once, and judges the literal or every answer. */
export async function resolveTarget(
  request: { readonly target: Target; readonly judged: Judgement; readonly deadline: Deadline },
  lookup: Lookup,
): Promise<Resolved> {
  const { target, judged, deadline } = request;
  const badName = checkName(target);
  if (badName !== null) return { ok: false, fault: blockedFault(badName) };
  let addresses: readonly string[] = [target.hostname];
  if (!target.isLiteral) {
    try {
      addresses = await deadline.until(lookup(target.hostname));
    } catch (error) {
      return { ok: false, fault: lookupFault(error, target, deadline) };
    }
    if (addresses.length === 0) return { ok: false, fault: notFound(target) };
  }
  const canonical: string[] = [];
  for (const address of addresses) {
    // One bad answer among good ones is how rebinding looks: it refuses the whole name.
    const blocked = checkAddress(address, target, judged);
    if (blocked !== null) return { ok: false, fault: blockedFault(blocked) };
    canonical.push(classifyAddress(address)?.address ?? address);
  }
  return { ok: true, addresses: [...new Set(canonical)] };
}

function notFound(target: Target): Fault {
  return fault("F-DNS", "dns", `Host name ${target.hostname} could not be resolved`);
}

function lookupFault(error: unknown, target: Target, deadline: Deadline): Fault {
  if (deadline.cause !== null) return stopFault(deadline, "dns", "connect");
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EAI_AGAIN" || code === "ETIMEOUT") {
    const reason = `Host name ${target.hostname} could not be resolved (the name server does not answer)`;
    return fault("F-DNS", "dns", reason);
  }
  return notFound(target);
}
