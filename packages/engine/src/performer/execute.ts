/** Performs one execution: its turn on the connection, its intent on disk, the call, and what came of it. */
import { randomUUID } from "node:crypto";
import type { CommandOutcome, ReceivedResponse } from "@callbook/core/integration";
import { withoutContext } from "@callbook/core/results";
import { makeToken, makeWaitId } from "../callback/token.ts";
import type { WaitRow } from "../journal/append.ts";
import { patiently } from "../journal/patience.ts";
import { type CallbackTarget, isSafeToRepeat } from "../ports.ts";
import { type PerformerContext, Stopped } from "./context.ts";
import { internalError } from "./failures.ts";
import { type Execution, idempotencyKey, type RunMemory } from "./memory.ts";
import { failedOutcome, type PackedOutcome, packOutcome } from "./outcomes.ts";

/** Executions at once on one connection when the command does not say. */
const readsAtOnce = 5;
const writesAtOnce = 1;

/** What must be on disk before the request leaves. */
export interface Intent {
  readonly execution: Execution;
  readonly unsafe: boolean;
  readonly wait: WaitRow | null;
}

/** How a call ended for the run. */
export type CallEnd =
  | { readonly kind: "ended"; readonly outcome: PackedOutcome }
  | { readonly kind: "waiting"; readonly waitId: string; readonly status: number }
  /** It was told to stop, and nothing is known that must be kept. */
  | { readonly kind: "stopped" };

interface Performing {
  readonly context: PerformerContext;
  readonly memory: RunMemory;
  readonly execution: Execution;
  readonly signal: AbortSignal;
  /** Resolves when the intent is on disk. */
  readonly intend: (intent: Intent) => Promise<void>;
}

/** Never rejects: what goes wrong is an outcome. */
export async function performExecution(performing: Performing): Promise<CallEnd> {
  const { context, execution, signal } = performing;
  const startedAt = context.ports.clock().toISOString();
  try {
    const described = context.ports.describe(whatIsCalled(execution));
    const limit = limitOf(context, execution, described.method);
    const release = await context.locks.acquire(execution.appRun.connectionId, limit, signal);
    try {
      // What fails before anything was to leave, because the database was away, is tried again.
      const begun = { sending: false };
      const work = (): Promise<CallEnd> => call(performing, described.async, begun);
      return await patiently(work, signal, () => !begun.sending);
    } finally {
      release();
    }
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    const reference = randomUUID();
    const { row } = execution.action;
    const message = error instanceof Error ? error.message : String(error);
    context.ports.log("error", "an execution failed with an internal error", {
      reference,
      actionRunId: row.id,
      command: row.command,
      message,
    });
    const finishedAt = context.ports.clock().toISOString();
    const failure = internalError(row.command, reference);
    return { kind: "ended", outcome: failedOutcome(failure, startedAt, finishedAt) };
  }
}

async function call(
  performing: Performing,
  async: "none" | "callback",
  begun: { sending: boolean },
): Promise<CallEnd> {
  const { context, memory, execution, signal } = performing;
  const { ports, boundary } = context;
  const { action, appRun } = execution;
  const prepared = async === "callback" ? prepareWait(performing) : null;
  const honoured = isHonoured(context, execution);
  const startedAt = ports.clock().toISOString();
  let intended: Promise<void> | null = null;
  const intend = async (method: string): Promise<void> => {
    signal.throwIfAborted();
    const unsafe = !honoured && !isSafeToRepeat(method);
    if (!unsafe && prepared === null) return;
    boundary("before intent");
    await performing.intend({ execution, unsafe, wait: prepared?.row ?? null });
    boundary("after intent");
    signal.throwIfAborted();
  };
  const outcome = await ports.execute({
    connectionId: appRun.connectionId,
    integrationKey: appRun.integrationKey,
    command: action.row.command,
    parameter: whatIsCalled(execution).parameter,
    idempotencyKey: idempotencyKey(execution),
    honoursIdempotencyKey: honoured,
    callback: prepared?.target ?? null,
    signal,
    run: {
      runId: memory.id,
      siteId: memory.siteId,
      actingUserId: memory.actingUserId,
      playbookId: memory.playbookId,
      actionRunId: action.row.id,
      appRunId: appRun.appRunId,
      blockId: action.row.blockId,
    },
    // A redirect asks again; what is on disk is on disk.
    beforeSend: ({ method }) => {
      begun.sending = true;
      intended ??= intend(method);
      return intended;
    },
  });
  boundary("after the call");
  const end = await endOf(outcome, prepared?.row ?? null, startedAt, ports.clock().toISOString());
  boundary("after the answer");
  return end;
}

async function endOf(
  outcome: CommandOutcome,
  wait: WaitRow | null,
  startedAt: string,
  finishedAt: string,
): Promise<CallEnd> {
  const of = { trace: outcome.trace, startedAt, finishedAt, ...received(outcome.response) };
  switch (outcome.kind) {
    case "waiting":
      if (wait === null) throw new Error("a command waits for a callback that it was not given");
      return { kind: "waiting", waitId: wait.id, status: outcome.outboundStatusCode };
    case "succeeded": {
      const { data, summary, message } = outcome;
      const made = { ...of, status: "success" as const, failure: null, data, summary, message };
      return { kind: "ended", outcome: await packOutcome(made) };
    }
    case "failed": {
      const { failure } = outcome;
      const { message, statusCode } = failure;
      const summary = { status_code: statusCode };
      const failed = { status: "failed" as const, failure, message, statusCode, summary, data: [] };
      return { kind: "ended", outcome: await packOutcome({ ...of, ...failed }) };
    }
  }
}

function received(response: ReceivedResponse | null) {
  if (response === null) return { statusCode: null, raw: null, size: 0 };
  const { status, headers, text, body } = response;
  return { statusCode: status, raw: { status, headers, text }, size: body.length };
}

interface PreparedWait {
  readonly row: WaitRow;
  readonly target: CallbackTarget;
}

function prepareWait({ context, memory, execution }: Performing): PreparedWait {
  const { action, appRun, parameterIndex, earlierDeadline } = execution;
  const id = makeWaitId();
  const { token, hash } = makeToken();
  const ends = context.databaseNow().getTime() + action.waitSeconds * 1000;
  const deadline = earlierDeadline ?? new Date(ends).toISOString();
  const row: WaitRow = {
    id,
    blockId: action.row.blockId,
    path: action.row.path,
    actionRunId: action.row.id,
    appRunId: appRun.appRunId,
    parameterIndex,
    tokenHash: hash,
    deadline,
    siteId: memory.siteId,
  };
  return { row, target: { url: context.ports.callbackUrl(id, token), id, expiresAt: deadline } };
}

function whatIsCalled({ action, appRun, parameterIndex }: Execution) {
  const { command, parameters } = action.row;
  const { integrationKey } = appRun;
  const parameter = withoutContext(parameters[parameterIndex] ?? {});
  return { integrationKey, command, parameter };
}

function commandOf({ ports }: PerformerContext, { action, appRun }: Execution) {
  return ports.catalogue.integrations
    .find(({ key }) => key === appRun.integrationKey)
    ?.commands.find(({ name }) => name === action.row.command);
}

/** Whether the third party is known to do a repeated request only once. */
export function isHonoured(context: PerformerContext, execution: Execution): boolean {
  return (
    execution.action.repeatSafe || (commandOf(context, execution)?.honoursIdempotencyKey ?? false)
  );
}

function limitOf(context: PerformerContext, execution: Execution, method: string): number {
  const lock = commandOf(context, execution)?.lock ?? null;
  if (lock !== null) return Math.max(1, lock);
  const isRead = ["GET", "HEAD", "OPTIONS"].includes(method.toUpperCase());
  return isRead ? readsAtOnce : writesAtOnce;
}

/** Whether the call was stopped because the run was cancelled. */
export function wasCancelled(signal: AbortSignal): boolean {
  return signal.reason instanceof Stopped && signal.reason.why === "cancelled";
}
