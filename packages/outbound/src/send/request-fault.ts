import { seconds } from "../connect/stop-fault.ts";
import { isTlsError } from "../connect/tls-fault.ts";
import type { Deadline } from "./deadline.ts";
import { type Fault, fault, unknownOutcome } from "./fault.ts";
import { maxHeaderBytes } from "./idle-clients.ts";

/** How far an exchange had come when it failed. */
export interface Progress {
  /** True once a byte of the request may have left this machine. */
  readonly sent: boolean;
  readonly headersArrived: boolean;
  readonly safeToRepeat: boolean;
  readonly hostAndPort: string;
  readonly deadline: Deadline;
}

const lostCodes: ReadonlySet<string> = new Set([
  "UND_ERR_SOCKET",
  "UND_ERR_ABORTED",
  "UND_ERR_DESTROYED",
  "UND_ERR_CLOSED",
  "SOCKET_GONE",
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "ETIMEDOUT",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

// By the reasons of the parser, since undici leaves the code of its parser errors empty.
const protocolRules: readonly (readonly [RegExp, string])[] = [
  [/Expected HTTP\//, "it does not begin with an HTTP/1 status line"],
  [/HTTP version/i, "its HTTP version is not valid"],
  [/status/i, "its status code is not valid"],
  [
    /Content-Length.*(present|Transfer-Encoding)|Transfer-Encoding.*Content-Length/i,
    "it has both Content-Length and Transfer-Encoding",
  ],
  [/Content-Length/i, "its Content-Length is not a number"],
  [/Transfer-Encoding/i, "its Transfer-Encoding is not valid"],
  [/chunk/i, "a chunk size is not valid"],
  [/header/i, "a header holds a character that is not allowed"],
  [/\b(CR|LF)\b/, "a line does not end as it must"],
];

/**
 * Says in our classes what an error of undici or Node during an exchange means. Throws the error
 * itself when it is not about the network, for then it is a bug of ours; but an unsafe request that
 * has left is of unknown outcome whatever broke.
 */
export function requestFault(error: unknown, progress: Progress): Fault {
  const { sent, headersArrived, safeToRepeat, hostAndPort, deadline } = progress;
  const code = codeOf(error);
  const message = textOf(error, "message");
  const isUnknown = sent && !safeToRepeat;
  const phase = headersArrived ? "body" : "headers";

  if (deadline.cause === "cancelled") return fault("F-CANCEL", "request", "Cancelled");
  if (
    deadline.cause === "timeout" ||
    code === "UND_ERR_HEADERS_TIMEOUT" ||
    code === "UND_ERR_BODY_TIMEOUT"
  ) {
    if (isUnknown) return fault("F-UNKNOWN", "request", unknownOutcome);
    return fault(
      "F-TIMEOUT",
      "request",
      `No response within ${seconds(deadline.timeoutMs)} (${phase})`,
    );
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return invalid(`its headers are larger than ${maxHeaderBytes / 1024} KiB`);
  }
  if (nameOf(error) === "HTTPParserError") {
    return invalid(
      protocolRules.find(([reason]) => reason.test(message))?.[1] ?? "it breaks a rule of HTTP/1.1",
    );
  }
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return invalid("it is not as long as its Content-Length");
  if (code === "UND_ERR_SOCKET" && /bad (upgrade|response)/.test(message)) {
    return unexpectedInterim(message);
  }
  if (isTlsError({ code })) {
    if (isUnknown) return fault("F-UNKNOWN", "request", unknownOutcome);
    return fault("F-TLS", "request", `TLS: the session with ${hostAndPort} broke (${code})`);
  }
  if (isUnknown) return fault("F-UNKNOWN", "request", unknownOutcome);
  if (!lostCodes.has(code)) throw error;
  if (headersArrived && code !== "ECONNRESET")
    return invalid("it ended before its declared length");
  const verb = code === "ECONNRESET" ? "reset" : "closed";
  return fault(
    "F-REFUSED",
    "request",
    `Connection ${verb} by ${hostAndPort} before the answer was complete`,
  );
}

/** True when an error only says that a kept-open connection had been closed meanwhile. Pure. */
export function isLostConnection(error: unknown): boolean {
  return lostCodes.has(codeOf(error));
}

function invalid(rule: string): Fault {
  return fault("F-PARSE", "request", `The reply is not valid HTTP: ${rule}`);
}

function unexpectedInterim(message: string): Fault {
  const statusCode = message.includes("upgrade") ? 101 : 100;
  const what =
    statusCode === 101
      ? "a change of protocol that was not asked for"
      : "an interim answer as the final one";
  return {
    class: "F-1xx",
    statusCode,
    message: `The service sent ${what}`,
    step: "request",
    blocked: null,
  };
}

function codeOf(error: unknown): string {
  return nameOf(error) === "AbortError" ? "UND_ERR_ABORTED" : textOf(error, "code");
}

function nameOf(error: unknown): string {
  return textOf(error, "name");
}

/** undici's parser errors deny `instanceof Error`, hence the look at the shape. */
function textOf(error: unknown, key: "name" | "code" | "message"): string {
  if (typeof error !== "object" || error === null || !(key in error)) return "";
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : "";
}
