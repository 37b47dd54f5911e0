import type { Failure, FailureClass, RemedyTarget, TraceStepName } from "./failure.ts";

/** What a failure names behind "<Command> failed.": the input, the connection, the call, or nothing. */
export type FailurePlace =
  | { readonly kind: "input"; readonly name: string }
  | {
      readonly kind: "connection";
      /** The connection's name, or what of it: "Authentication". */
      readonly name: string;
      readonly connectionId: number | null;
      /** The form's field to open; null: the form as a whole. */
      readonly field: string | null;
    }
  | { readonly kind: "call" }
  | { readonly kind: "callback" }
  | { readonly kind: "command" };

/** What is known of a failure; the rest follows from its class. */
export interface FailureFacts {
  readonly class: FailureClass;
  readonly command: string;
  readonly place: FailurePlace;
  /** One sentence, without secrets. */
  readonly message: string;
  /** Of the third party; absent: the platform's own for the class. */
  readonly statusCode?: number;
  readonly step?: TraceStepName;
  readonly remedy?: string;
  readonly target?: RemedyTarget;
}

interface Rule {
  readonly statusCode: number;
  readonly step: TraceStepName;
  readonly remedy: string;
}

const rule = (statusCode: number, step: TraceStepName, remedy: string): Rule => ({
  statusCode,
  step,
  remedy,
});

const rules: Readonly<Record<FailureClass, Rule>> = {
  "F-INPUT": rule(400, "validate", "Correct the input."),
  "F-URL": rule(400, "validate", "Correct the URL."),
  "F-HEADER": rule(400, "validate", "Correct the Header input."),
  "F-BODY": rule(400, "validate", "Correct the Body input."),
  "F-TEMPLATE": rule(
    400,
    "validate",
    "Give the connection parameter a value, or correct its name.",
  ),
  "F-AUTHFORMAT": rule(400, "validate", "Correct the authentication of the connection."),
  "F-GONE": rule(404, "permission", "Choose another connection."),
  "F-SITE": rule(403, "permission", "Change the Site of the connection, or choose another one."),
  "F-PERM": rule(403, "permission", "Ask somebody who manages the connection for permission."),
  "F-INACTIVE": rule(409, "permission", "Tick Active on the connection."),
  "F-SSRF": rule(403, "dns", "Addresses of this kind are never allowed."),
  "F-SECRET": rule(
    403,
    "validate",
    "Have somebody who may manage the connection add the origin to Also send secrets to.",
  ),
  "F-DNS": rule(503, "dns", "Check the host name in the URL."),
  "F-REFUSED": rule(503, "tls", "Check host and port, and that the service runs."),
  "F-TLS": rule(502, "tls", "Have the certificate of the service corrected."),
  "F-TIMEOUT": rule(504, "request", "Raise the time-out, or check that the service answers."),
  "F-UNKNOWN": rule(504, "request", "Check there whether it took effect, then repeat it or go on."),
  "F-REDIRECT": rule(508, "request", "Use the final URL."),
  "F-TOOBIG": rule(502, "request", "Ask for less, for instance page by page."),
  "F-PARSE": rule(
    502,
    "request",
    "Check that the URL is that of an API, and its answer with the third party.",
  ),
  "F-1xx": rule(101, "verdict", "Check that the URL is that of an HTTP API."),
  "F-3xx": rule(300, "verdict", "Use the final URL."),
  "F-4xx": rule(400, "verdict", "Check the request against the documentation of the third party."),
  "F-5xx": rule(
    500,
    "verdict",
    "The third party has a problem: try again later, or ask its support.",
  ),
  "F-CB-TIMEOUT": rule(
    504,
    "verdict",
    "Raise the time to wait, or check that the third party reaches this server.",
  ),
  "F-CANCEL": rule(409, "request", "Run it again if it was cancelled by mistake."),
  "F-INTERNAL": rule(500, "verdict", "Report it with its reference."),
};

/** Makes a failure: indicator, status code, message, and what to do next. Pure. */
export function makeFailure(facts: FailureFacts): Failure {
  const { statusCode, step, remedy } = rules[facts.class];
  const { place } = facts;
  return {
    class: facts.class,
    failureIndicator: `${facts.command} failed.${indicatorOf(place)}`,
    statusCode: facts.statusCode ?? statusCode,
    message: facts.message,
    field: place.kind === "input" ? place.name : place.kind === "connection" ? place.field : null,
    step: facts.step ?? step,
    remedy: facts.remedy ?? remedy,
    target: facts.target ?? targetOf(place),
  };
}

/**
 * The failure of a block of which only the log tells: it failed before anything
 * was executed. Step, remedy and what to mend follow from its class. Pure.
 */
export function completeFailure(summary: Omit<Failure, "step" | "remedy" | "target">): Failure {
  const { step, remedy } = rules[summary.class];
  const { field } = summary;
  const target: RemedyTarget =
    field !== null && step === "validate" && summary.class !== "F-AUTHFORMAT"
      ? { kind: "input", input: field }
      : { kind: "none" };
  return { ...summary, step, remedy, target };
}

function indicatorOf(place: FailurePlace): string {
  switch (place.kind) {
    case "input":
      return ` Input: ${place.name}.`;
    case "connection":
      return ` Connection: ${place.name}.`;
    case "call":
      return " API call.";
    case "callback":
      return " Callback.";
    case "command":
      return "";
  }
}

function targetOf(place: FailurePlace): RemedyTarget {
  if (place.kind === "input") return { kind: "input", input: place.name };
  if (place.kind === "connection") {
    return { kind: "connection", connectionId: place.connectionId, field: place.field };
  }
  return { kind: "none" };
}
