/** Performs one slot of a pass by its runner: its turn, its intent on disk, the call, and what came of it. */
import { randomUUID } from "node:crypto";
import type { EffectRunner, ExecutionEnd, PerformPorts } from "@callbook/core/block";
import { makeFailure } from "@callbook/core/failure";
import { makeToken, makeWaitId } from "../callback/token.ts";
import { patiently } from "../journal/patience.ts";
import type { WaitRow } from "../store/rows.ts";
import type { PerformerContext } from "./context.ts";
import { executionOf, failingName, type PassSlot, type RunMemory } from "./memory.ts";
import { failedOutcome, type PackedOutcome, packOutcome } from "./packed.ts";

/** What must be on disk before the request leaves. */
export interface Intent {
  readonly performed: PassSlot;
  readonly unsafe: boolean;
  readonly wait: WaitRow | null;
}

/** How a call ended for the run. */
export type CallEnd =
  | { readonly kind: "ended"; readonly outcome: PackedOutcome }
  | { readonly kind: "waiting"; readonly waitId: string; readonly status: number }
  /** It was told to stop, and nothing is known that must be kept. */
  | { readonly kind: "stopped" };

export interface Performing {
  readonly context: PerformerContext;
  readonly memory: RunMemory;
  readonly performed: PassSlot;
  readonly signal: AbortSignal;
  /** Resolves when the intent is on disk. */
  readonly intend: (intent: Intent) => Promise<void>;
}

/** Never rejects: what goes wrong is an outcome. */
export async function performSlot(runner: EffectRunner, performing: Performing): Promise<CallEnd> {
  const { context, memory, performed, signal } = performing;
  const { boundary } = context;
  const startedAt = memory.clock.now();
  const call = new Call(performing);
  try {
    const end = await runner.perform(executionOf(memory, performed), call);
    const told = await call.told(end);
    boundary("after the answer");
    return told;
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    return { kind: "ended", outcome: internalError(performing, error, startedAt) };
  }
}

/** The ports of one call, with what it has prepared and begun. */
class Call implements PerformPorts {
  readonly #performing: Performing;
  #wait: WaitRow | null = null;
  #sending = false;
  #intended: Promise<void> | null = null;

  constructor(performing: Performing) {
    this.#performing = performing;
  }

  describe(request: Parameters<PerformPorts["describe"]>[0]) {
    return this.#performing.context.ports.describe(request);
  }

  async inTurn<T>(connectionId: number, limit: number, work: () => Promise<T>): Promise<T> {
    const { context, signal } = this.#performing;
    const release = await context.locks.acquire(connectionId, limit, signal);
    try {
      // What fails before anything was to leave, because the database was away, is tried again.
      return await patiently(work, signal, () => !this.#sending);
    } finally {
      release();
    }
  }

  prepareCallback(waitSeconds: number) {
    const { context, memory, performed } = this.#performing;
    const { pass, slot, attempt, earlierDeadline } = performed;
    const id = makeWaitId(memory.key.day);
    const { token, hash } = makeToken();
    const ends = context.databaseNow().getTime() + waitSeconds * 1000;
    const deadline = earlierDeadline ?? new Date(ends).toISOString();
    const { path, block } = pass;
    const { siteId } = memory;
    const address = { id, path, slot, attempt, blockId: block.id, siteId };
    this.#wait = { ...address, kind: "callback", tokenHash: hash, deadline };
    return { url: context.ports.callbackUrl(id, token), id, expiresAt: deadline };
  }

  async intend(unsafe: boolean): Promise<void> {
    const { context, signal, performed, intend } = this.#performing;
    signal.throwIfAborted();
    if (!unsafe && this.#wait === null) return;
    context.boundary("before intent");
    await intend({ performed, unsafe, wait: this.#wait });
    context.boundary("after intent");
    signal.throwIfAborted();
  }

  async execute(request: Parameters<PerformPorts["execute"]>[0]) {
    const { context, signal } = this.#performing;
    const outcome = await context.ports.execute({
      ...request,
      signal,
      // A redirect asks again; what is on disk is on disk.
      beforeSend: (info) => {
        this.#sending = true;
        this.#intended ??= request.beforeSend(info);
        return this.#intended;
      },
    });
    context.boundary("after the call");
    return outcome;
  }

  now(): string {
    return this.#performing.memory.clock.now();
  }

  async told(end: ExecutionEnd): Promise<CallEnd> {
    if (end.kind === "ended") return { kind: "ended", outcome: await packOutcome(end.outcome) };
    if (this.#wait === null)
      throw new Error("a runner waits for a callback whose record it did not prepare");
    return { kind: "waiting", waitId: this.#wait.id, status: end.status };
  }
}

/** The reference stands in the server's log beside what happened. */
function internalError(
  { context, memory, performed }: Performing,
  error: unknown,
  startedAt: string,
): PackedOutcome {
  const reference = randomUUID();
  const { pass } = performed;
  const command = failingName(memory, pass.block);
  context.ports.log("error", "an execution failed with an internal error", {
    reference,
    runId: memory.key.id,
    path: pass.path,
    command,
    message: error instanceof Error ? error.message : String(error),
  });
  const failure = makeFailure({
    class: "F-INTERNAL",
    command,
    place: { kind: "command" },
    message: `Internal error, reference ${reference}`,
    step: "request",
    remedy: "Report it with its reference; the server's log has the details.",
  });
  return failedOutcome(failure, startedAt, memory.clock.now());
}
