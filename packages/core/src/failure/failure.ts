/**
 * What can go wrong when a command runs, as data: a class, the three parts an
 * analyst reads (failure indicator, status code, message) and what to do next.
 */

export const FAILURE_CLASSES = [
  "F-INPUT",
  "F-URL",
  "F-HEADER",
  "F-BODY",
  "F-TEMPLATE",
  "F-AUTHFORMAT",
  "F-INACTIVE",
  "F-PERM",
  "F-SITE",
  "F-GONE",
  "F-DNS",
  "F-REFUSED",
  "F-TLS",
  "F-TIMEOUT",
  "F-REDIRECT",
  "F-1xx",
  "F-3xx",
  "F-4xx",
  "F-5xx",
  "F-TOOBIG",
  "F-PARSE",
  "F-SSRF",
  "F-SECRET",
  "F-CB-TIMEOUT",
  "F-UNKNOWN",
  "F-CANCEL",
  "F-INTERNAL",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** The visible steps of Test Connection, in their order; other commands use the same ones. */
export const TRACE_STEPS = [
  "validate",
  "permission",
  "vault",
  "agent",
  "dns",
  "tls",
  "request",
  "verdict",
] as const;
export type TraceStepName = (typeof TRACE_STEPS)[number];

/** One step of the visible trace. `durationMs` is null for a step that did not run. */
export interface TraceStep {
  readonly step: TraceStepName;
  readonly state: "passed" | "failed" | "skipped" | "running" | "pending";
  readonly durationMs: number | null;
  /** One line a person reads, without secrets: "api.example.net to 192.0.2.40". */
  readonly detail: string;
}

/** What the remedy's button opens. */
export type RemedyTarget =
  | { readonly kind: "input"; readonly input: string }
  | {
      readonly kind: "connection";
      readonly connectionId: number | null;
      readonly field: string | null;
    }
  | { readonly kind: "none" };

/** A failure as it is stored, sent and shown. Never holds a secret. */
export interface Failure {
  readonly class: FailureClass;
  /** First line without its final period's rule: "Send Request failed. Input: Header." */
  readonly failureIndicator: string;
  readonly statusCode: number;
  readonly message: string;
  /** The input or connection field at fault, by its label; null when none is. */
  readonly field: string | null;
  /** The step of the trace at which it failed. */
  readonly step: TraceStepName;
  /** What to do next, one sentence. */
  readonly remedy: string;
  readonly target: RemedyTarget;
}
