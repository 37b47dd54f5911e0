import type { Socket } from "node:net";
import { connect as connectTls, rootCertificates, type TLSSocket } from "node:tls";
import { entryOf, type Target } from "../egress/index.ts";
import type { Deadline } from "../send/deadline.ts";
import type { Fault } from "../send/fault.ts";
import { stopFault } from "./stop-fault.ts";
import { certificateFault, handshakeFault } from "./tls-fault.ts";

export type SecureResult =
  | { readonly ok: true; readonly socket: TLSSocket }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Makes a TLS session on an open connection and verifies the certificate for the target's host.
 * `extraAuthorities` are PEM texts trusted beside the built-in ones.
 */
export function secure(
  tcp: Socket,
  target: Target,
  deadline: Deadline,
  extraAuthorities: readonly string[],
): Promise<SecureResult> {
  const { hostname } = target;
  const where = entryOf(target);
  return new Promise((resolve) => {
    const socket = connectTls({
      socket: tcp,
      host: hostname,
      ...(target.isLiteral ? {} : { servername: hostname }),
      ALPNProtocols: ["http/1.1"],
      minVersion: "TLSv1.2",
      ...(extraAuthorities.length === 0 ? {} : { ca: [...rootCertificates, ...extraAuthorities] }),
      // Verified just below, before a byte is written: a socket that Node refuses by itself is
      // closed at once, and its certificate can no longer be asked why.
      rejectUnauthorized: false,
    });
    // For life: between two owners of the socket a reset must not end the process.
    socket.on("error", () => {});
    const settle = (result: SecureResult): void => {
      deadline.signal.removeEventListener("abort", stop);
      socket.off("error", onError);
      socket.off("close", onClose);
      if (!result.ok) {
        socket.destroy();
      }
      resolve(result);
    };
    const onError = (error: Error): void =>
      settle({ ok: false, fault: handshakeFault(error, where) });
    const onClose = (): void => onError(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const stop = (): void => settle({ ok: false, fault: stopFault(deadline, "tls", "connect") });
    deadline.signal.addEventListener("abort", stop, { once: true });
    socket.once("error", onError);
    socket.once("close", onClose);
    socket.once("secureConnect", () => {
      if (socket.authorized) return settle({ ok: true, socket });
      settle({
        ok: false,
        fault: certificateFault(verificationCode(socket), socket.getPeerCertificate(), hostname),
      });
    });
    if (deadline.cause !== null) stop();
  });
}

/** Node keeps the code as text or as an error, depending on which check failed. */
function verificationCode(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (typeof error === "string") return error;
  return error instanceof Error && "code" in error ? String(error.code) : "UNVERIFIED";
}
