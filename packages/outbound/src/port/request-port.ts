import { randomUUID } from "node:crypto";
import { maySendSecrets } from "@callbook/core/connection";
import {
  type Failure,
  makeFailure,
  type TraceStep,
  type TraceStepName,
} from "@callbook/core/failure";
import type {
  CommandOutcome,
  CommandRunner,
  ConnectionView,
  ConnectionWithSecrets,
  FilledInputs,
  RequestOutcome,
  RequestPlan,
  RequestPort,
} from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import {
  type CallbackValues,
  classifyResponse,
  type PreparedRequest,
  prepareRequest,
} from "@callbook/core/request";
import type { EgressPolicy } from "../egress/index.ts";
import { maskFailure, maskOutcome, maskResponse, maskTrace } from "../mask/mask-outcome.ts";
import type { Masker } from "../mask/masker.ts";
import { maskerFor, tokenOf } from "../mask/masker-for.ts";
import type { Door, SendResult } from "../send/door.ts";
import { type FailureContext, networkFailure, planFailure } from "./fault-to-failure.ts";
import { type Received, receive } from "./received-response.ts";

/** What a port sends with: one connection, for one execution of a command. */
export interface PortSettings {
  readonly door: Door;
  readonly secrets: ConnectionWithSecrets;
  /** Listeners of this installation and its database; the connection's own allowance is added. */
  readonly policy: Omit<EgressPolicy, "allowedAddress">;
  /** Set when the answer comes by callback. */
  readonly callback: CallbackValues | null;
  readonly idempotencyKey: string | null;
  /** What of the command's inputs was taken from data of the run; left out: nothing. */
  readonly filled?: FilledInputs;
  /** True: the third party honours Idempotency-Key, so that every method may be repeated. */
  readonly honoursIdempotencyKey: boolean;
  readonly signal: AbortSignal | null;
  /** Who aborted the signal, for the message; absent or null: not known. */
  readonly cancelledBy?: () => string | null;
  /**
   * Awaited once, after every check has passed and the connection is open, before the first byte
   * leaves. When it rejects nothing is sent and `send` rejects with the same error.
   */
  readonly beforeSend?: (info: { readonly method: string }) => Promise<void>;
  /** How the permission check went, for the trace; absent: it was passed before. */
  readonly permission?: TraceStep;
  /** Called with the whole trace after each change. */
  readonly onTrace?: (trace: readonly TraceStep[]) => void;
}

/**
 * Runs the code of a command on one connection. Everything it hands on comes through here, and the
 * masker is the last to have it: the answer before the code sees it, and once more what the code
 * made of it.
 */
export async function runCommand(
  runner: CommandRunner,
  parameter: JsonObject,
  settings: PortSettings,
): Promise<CommandOutcome> {
  const { secrets, callback } = settings;
  const masker = maskerFor(secrets, callback === null ? null : tokenOf(callback));
  const request = createRequestPort(settings, masker);
  try {
    const outcome = await runner.run({ parameter, request, connection: secrets.connection });
    return maskOutcome(outcome, masker);
  } catch (error) {
    throw maskedError(error, masker);
  }
}

/** The port through which the code of a command sends its requests. */
export function createRequestPort(settings: PortSettings, masker: Masker): RequestPort {
  return { send: (plan) => sendPlan(plan, settings, masker) };
}

/** Bugs are told in the log. The error itself, unless it tells a secret. */
function maskedError(error: unknown, masker: Masker): unknown {
  if (!(error instanceof Error)) return error;
  const told = `${error.message}\n${error.stack ?? ""}`;
  if (masker.text(told) === told) return error;
  const masked = new Error(masker.text(error.message));
  masked.stack = masker.text(error.stack ?? "");
  return masked;
}

async function sendPlan(
  plan: RequestPlan,
  settings: PortSettings,
  masker: Masker,
): Promise<RequestOutcome> {
  const { secrets, callback, idempotencyKey, door, policy } = settings;
  const startedAt = performance.now();
  const prepared = prepareRequest(plan, {
    secrets,
    callback,
    idempotencyKey,
    ...(settings.filled === undefined ? {} : { filled: settings.filled }),
  });
  const before = beginning(settings, tenths(performance.now() - startedAt));
  const context: FailureContext = {
    command: plan.command,
    urlField: plan.fields.url,
    connectionId: secrets.connection.id,
    cancelledBy: settings.cancelledBy?.() ?? null,
  };
  if (!prepared.ok) {
    const failure = maskFailure(planFailure(prepared.fault, context), masker);
    return failed(failure, null, stoppedAtValidation(before, failure.message));
  }
  const { request } = prepared;
  const result = await door.send(outgoing(request, plan, settings), {
    poolKey: poolKeyOf(secrets.connection),
    policy: { ...policy, allowedAddress: secrets.connection.allowedAddress },
    signal: settings.signal,
    mayLeadTo: (url) => maySendSecrets(secrets.connection, url.href) || !spellsSecret(url, secrets),
    beforeSend: async () => settings.beforeSend?.({ method: request.method }),
    onTrace: (steps) =>
      settings.onTrace?.([...before, ...maskTrace(steps, masker), step("verdict", "pending", "")]),
  });
  const outcome = judge(
    plan,
    result,
    { ...context, cancelledBy: settings.cancelledBy?.() ?? null },
    masker,
    before,
  );
  settings.onTrace?.(outcome.trace);
  return outcome;
}

/**
 * Whether an address tells a secret of the connection, so that whoever may use the connection cannot
 * have it carried away by a service that redirects to what it is asked for.
 */
function spellsSecret({ href }: URL, secrets: ConnectionWithSecrets): boolean {
  // Without the token: where an answer is to be sent may be told to anybody.
  const masker = maskerFor(secrets, null);
  return [href, decoded(href), decoded(decoded(href))].some((text) => masker.text(text) !== text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A form that is not saved has no record yet, hence shares no connection with anything. */
function poolKeyOf({ id, version }: ConnectionView): string {
  return id > 0 ? `${id} ${version}` : `unsaved ${randomUUID()}`;
}

function outgoing(request: PreparedRequest, plan: RequestPlan, settings: PortSettings) {
  return {
    method: request.method,
    url: new URL(request.url),
    shownUrl: request.shownUrl,
    headers: request.headers,
    body: request.body === null ? null : Buffer.from(request.body, "utf8"),
    safeToRepeat: settings.honoursIdempotencyKey || isSafeToRepeat(request.method),
    timeoutMs: plan.timeoutMs,
  };
}

/** Methods that RFC 9110 calls safe or idempotent. */
function isSafeToRepeat(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].includes(method);
}

function judge(
  plan: RequestPlan,
  result: SendResult,
  context: FailureContext,
  masker: Masker,
  before: readonly TraceStep[],
): RequestOutcome {
  const steps = [...before, ...maskTrace(result.trace, masker)];
  if (!result.ok) {
    const failure = maskFailure(networkFailure(result.fault, context), masker);
    return failed(failure, null, [...notReached(steps), step("verdict", "failed", failure.class)]);
  }
  const { jsonProblem, ...received } = receive(result.response);
  const response = maskResponse(received.response, masker);
  const told = verdict(plan, { response, jsonProblem });
  if (told === null) {
    const trace = [...steps, step("verdict", "passed", `${response.status}`)];
    return { ok: true, response, trace };
  }
  const failure = maskFailure(told, masker);
  return failed(failure, response, [...steps, step("verdict", "failed", failure.class)]);
}

function verdict(plan: RequestPlan, { response, jsonProblem }: Received): Failure | null {
  const failure = classifyResponse(plan.command, response);
  if (failure !== null || jsonProblem === null || plan.allowNonJson) return failure;
  return makeFailure({
    class: "F-PARSE",
    command: plan.command,
    place: { kind: "call" },
    message: `Response is not valid JSON at ${jsonProblem}`,
    step: "verdict",
  });
}

function failed(
  failure: Failure,
  response: Received["response"] | null,
  trace: readonly TraceStep[],
): RequestOutcome {
  return { ok: false, failure, response, trace };
}

/** The steps before the network; the fields of the connection were checked with the plan. */
function beginning(settings: PortSettings, validateMs: number): TraceStep[] {
  return [
    { step: "validate", state: "passed", durationMs: validateMs, detail: "Inputs and connection" },
    settings.permission ?? step("permission", "passed", "May be used here"),
    step("vault", "skipped", "No password vault"),
    step("agent", "skipped", "No agent"),
  ];
}

function stoppedAtValidation(before: readonly TraceStep[], message: string): TraceStep[] {
  const [validate, ...rest] = before;
  if (validate === undefined) return [];
  const skipped = [
    ...rest,
    ...(["dns", "tls", "request"] as const).map((name) => step(name, "skipped", "")),
  ];
  return [
    { ...validate, state: "failed", detail: message },
    ...skipped.map(
      (one): TraceStep => (one.step === "permission" ? one : { ...one, state: "skipped" }),
    ),
    step("verdict", "failed", ""),
  ];
}

function notReached(steps: readonly TraceStep[]): TraceStep[] {
  return steps.map(
    (one): TraceStep => (one.state === "pending" ? { ...one, state: "skipped" } : one),
  );
}

function step(name: TraceStepName, state: TraceStep["state"], detail: string): TraceStep {
  return { step: name, state, durationMs: null, detail };
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
