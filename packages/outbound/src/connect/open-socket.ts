import type { Judgement, Target } from "../egress/index.ts";
import type { Deadline } from "../send/deadline.ts";
import type { TraceRecorder } from "../send/trace-recorder.ts";
import type { Lookup } from "./lookup.ts";
import { resolveTarget } from "./resolve-target.ts";
import { connectToOne, type OpenResult } from "./tcp.ts";
import { secure } from "./tls.ts";

/** How this process reaches the network. */
export interface ConnectSettings {
  readonly lookup: Lookup;
  /** For all addresses of one target together. */
  readonly connectTimeoutMs: number;
  /** PEM texts trusted beside the built-in authorities. */
  readonly extraAuthorities: readonly string[];
}

export interface SocketRequest {
  readonly target: Target;
  readonly secure: boolean;
  readonly judged: Judgement;
  readonly deadline: Deadline;
  readonly trace: TraceRecorder;
}

/**
 * Opens a connection to a target. This is the one place where a socket to another system is made:
 * the literal or every DNS answer is judged by the policy, exactly the judged address is connected
 * to (there is no second lookup), and the far end is compared once more after connecting.
 */
export async function openSocket(
  request: SocketRequest,
  settings: ConnectSettings,
): Promise<OpenResult> {
  const { target, trace, deadline } = request;
  trace.start("dns");
  const resolved = await resolveTarget(request, settings.lookup);
  if (!resolved.ok) {
    trace.end("dns", "failed", resolved.fault.message);
    return resolved;
  }
  const detail = target.isLiteral
    ? target.hostname
    : `${target.hostname} to ${resolved.addresses.join(", ")}`;
  trace.end("dns", "passed", detail);
  trace.start("tls");
  const opened = await connectToOne(resolved.addresses, request, settings.connectTimeoutMs);
  if (!opened.ok) {
    trace.end("tls", "failed", opened.fault.message);
    return opened;
  }
  if (!request.secure) {
    trace.end("tls", "passed", `${opened.address} port ${target.port}`);
    return opened;
  }
  const secured = await secure(opened.socket, target, deadline, settings.extraAuthorities);
  if (!secured.ok) {
    trace.end("tls", "failed", secured.fault.message);
    return secured;
  }
  const protocol = secured.socket.getProtocol() ?? "TLS";
  trace.end("tls", "passed", `${opened.address} port ${target.port}, ${protocol}`);
  return { ok: true, socket: secured.socket, address: opened.address };
}
