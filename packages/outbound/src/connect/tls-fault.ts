import type { PeerCertificate } from "node:tls";
import { type Fault, fault } from "../send/fault.ts";

const unknownAuthority: ReadonlySet<string> = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_UNTRUSTED",
]);

/** Says in words why a certificate is refused. `code` is that of the verification. Pure. */
export function certificateFault(
  code: string,
  certificate: PeerCertificate | null,
  hostname: string,
): Fault {
  return fault("F-TLS", "tls", `TLS: ${certificateReason(code, certificate, hostname)}`);
}

function certificateReason(
  code: string,
  certificate: PeerCertificate | null,
  hostname: string,
): string {
  if (code === "CERT_HAS_EXPIRED") return `certificate expired on ${day(certificate?.valid_to)}`;
  if (code === "CERT_NOT_YET_VALID") {
    return `certificate is not valid before ${day(certificate?.valid_from)}`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `certificate is for ${namesOf(certificate)}, not for ${hostname}`;
  }
  if (code === "DEPTH_ZERO_SELF_SIGNED_CERT") return "certificate is self-signed";
  if (unknownAuthority.has(code)) {
    return `certificate is signed by an unknown authority (${issuerOf(certificate)})`;
  }
  if (code === "CERT_REVOKED") return "certificate was revoked";
  return `certificate is refused (${code})`;
}

/** Says in words why no TLS session came about. Pure. */
export function handshakeFault(error: Error & { code?: string }, hostAndPort: string): Fault {
  const code = error.code ?? "";
  const text = `${code} ${error.message}`;
  const say = (reason: string): Fault => fault("F-TLS", "tls", `TLS: ${reason}`);
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/i.test(text)) {
    return say(`${hostAndPort} does not speak TLS`);
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/i.test(text)) {
    return say(`${hostAndPort} offers no protocol version from TLS 1.2 on`);
  }
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE/i.test(text)) {
    return say(`${hostAndPort} asks for a client certificate`);
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER/i.test(text)) {
    return say(`${hostAndPort} and Callbook have no cipher in common`);
  }
  if (code === "ECONNRESET" || code === "EPIPE") {
    return say(`${hostAndPort} closed the connection during the handshake`);
  }
  return say(`the handshake with ${hostAndPort} failed${code === "" ? "" : ` (${code})`}`);
}

/** True for an error that the TLS layer raises on an open connection. Pure. */
export function isTlsError(error: { code?: unknown }): boolean {
  return typeof error.code === "string" && /^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(error.code);
}

function day(text: string | undefined): string {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? "an unknown day" : new Date(time).toISOString().slice(0, 10);
}

function namesOf(certificate: PeerCertificate | null): string {
  const names = certificate?.subjectaltname?.replaceAll(/(DNS|IP Address):/g, "");
  return names ?? first(certificate?.subject?.CN) ?? "another host";
}

function issuerOf(certificate: PeerCertificate | null): string {
  const issuer = certificate?.issuer;
  return first(issuer?.CN) ?? first(issuer?.O) ?? "no name given";
}

function first(name: string | string[] | undefined): string | undefined {
  return Array.isArray(name) ? name[0] : name;
}
