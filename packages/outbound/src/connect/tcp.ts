import { connect as connectTcp, type Socket } from "node:net";
import {
  checkAddress,
  classifyAddress,
  entryOf,
  type Judgement,
  type Target,
} from "../egress/index.ts";
import type { Deadline } from "../send/deadline.ts";
import { type Fault, fault } from "../send/fault.ts";
import { blockedFault, seconds, stopFault } from "./stop-fault.ts";

/** Where to connect, what is judged of it, and until when. */
export interface TcpRequest {
  readonly target: Target;
  readonly judged: Judgement;
  readonly deadline: Deadline;
}

/** An open connection and the checked address it leads to, or why there is none. */
export type OpenResult =
  | { readonly ok: true; readonly socket: Socket; readonly address: string }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Connects to the first of the checked addresses that answers. `limitMs` is for all of them
 * together; each gets an equal share of it.
 */
export async function connectToOne(
  addresses: readonly string[],
  request: TcpRequest,
  limitMs: number,
): Promise<OpenResult> {
  const { target, deadline } = request;
  let last: Fault = fault("F-REFUSED", "tls", `Connection refused by ${entryOf(target)}`);
  let left = addresses.length;
  for (const address of addresses) {
    const result = await connect(address, request, limitMs / left);
    if (result.ok) return result;
    last = result.fault;
    left -= 1;
    if (deadline.cause !== null) break;
  }
  return { ok: false, fault: last };
}

function connect(address: string, request: TcpRequest, limitMs: number): Promise<OpenResult> {
  const { target, judged, deadline } = request;
  const where = entryOf(target);
  return new Promise((resolve) => {
    const socket = connectTcp({ host: address, port: target.port });
    // For life: between two owners of the socket a reset must not end the process.
    socket.on("error", () => {});
    const settle = (result: OpenResult): void => {
      clearTimeout(timer);
      deadline.signal.removeEventListener("abort", stop);
      socket.off("error", onError);
      if (!result.ok) {
        socket.destroy();
      }
      resolve(result);
    };
    const onError = (error: NodeJS.ErrnoException): void => refuse(connectFault(error, where));
    const refuse = (reason: Fault): void => settle({ ok: false, fault: reason });
    const stop = (): void => refuse(stopFault(deadline, "tls", "connect"));
    const timer = setTimeout(
      () =>
        refuse(
          fault(
            "F-TIMEOUT",
            "tls",
            `No connection to ${where} within ${seconds(limitMs)} (connect)`,
          ),
        ),
      limitMs,
    );
    deadline.signal.addEventListener("abort", stop, { once: true });
    socket.once("error", onError);
    socket.once("connect", () => {
      const far = classifyAddress(socket.remoteAddress ?? "")?.address;
      const blocked = far === undefined ? null : checkAddress(far, target, judged);
      if (blocked !== null) return refuse(blockedFault(blocked));
      if (far !== address) {
        return refuse(
          fault("F-REFUSED", "tls", `${where} was reached at an address that was not checked`),
        );
      }
      socket.setNoDelay(true);
      settle({ ok: true, socket, address });
    });
    if (deadline.cause !== null) stop();
  });
}

function connectFault(error: NodeJS.ErrnoException, where: string): Fault {
  switch (error.code) {
    case "ECONNREFUSED":
      return fault("F-REFUSED", "tls", `Connection refused by ${where}`);
    case "ETIMEDOUT":
      return fault("F-TIMEOUT", "tls", `No connection to ${where} (connect)`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return fault("F-REFUSED", "tls", `${where} is unreachable`);
    default:
      return fault(
        "F-REFUSED",
        "tls",
        `Connection to ${where} failed (${error.code ?? "unknown"})`,
      );
  }
}
