/**
 * Runs one run in this process. Everything that happens to it comes through one
 * mailbox; each turn takes what lies there, decides how the run goes on, appends
 * it in one piece, and only then begins the effects that follow.
 */
import { randomUUID } from "node:crypto";
import { nextSteps } from "@callbook/core/run";
import type { InboxRow } from "../inbox/take.ts";
import { JournalStopped, RunFenced } from "../journal/append.ts";
import { outcomeOfAnswer, recordCancelled } from "./answers.ts";
import { Calls } from "./calls.ts";
import { type PerformerContext, Stopped } from "./context.ts";
import { type Crash, recordCrash } from "./crash.ts";
import { Draft } from "./draft.ts";
import { type Intent, performExecution } from "./execute.ts";
import type { DriverEnd, Fact, Resumption } from "./facts.ts";
import type { Execution, RunMemory } from "./memory.ts";
import { readerOf } from "./memory.ts";
import { packOutcome } from "./outcomes.ts";
import { startAction } from "./start-action.ts";

interface Letter {
  readonly fact: Fact;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class Driver {
  readonly memory: RunMemory;
  private readonly context: PerformerContext;
  private readonly mailbox: Letter[] = [];
  private readonly calls: Calls;
  private readonly seenInbox = new Set<string>();
  private readonly stop = new AbortController();
  private turning = false;
  private pausing = false;
  private end: DriverEnd | null = null;
  private readonly ending = Promise.withResolvers<DriverEnd>();
  private readonly firstCommit = Promise.withResolvers<void>();

  /** `outboundStatus`: by execution key, of waits whose request was answered. */
  constructor(
    context: PerformerContext,
    memory: RunMemory,
    outboundStatus: ReadonlyMap<string, number> = new Map(),
  ) {
    this.context = context;
    this.memory = memory;
    this.calls = new Calls(context, outboundStatus);
    this.firstCommit.promise.catch(() => undefined);
  }

  /** Resolves when the run has left this process. */
  get ended(): Promise<DriverEnd> {
    return this.ending.promise;
  }

  /** Resolves when what the run began with is on disk; rejects when it could not be. */
  get created(): Promise<void> {
    return this.firstCommit.promise;
  }

  get callsInFlight(): number {
    return this.calls.size;
  }

  /** Takes the run up; what lies in its inbox counts from the first moment. */
  async begin(resumption: Resumption, inbox: readonly InboxRow[] = []): Promise<void> {
    const facts = await this.factsOf(inbox);
    for (const fact of [{ kind: "resume" as const, resumption }, ...facts])
      void this.post(fact).catch(() => undefined);
  }

  crash(crash: Crash): void {
    void this.post({ kind: "crash", crash }).catch(() => undefined);
  }

  /** Rows of the inbox of this run; those seen before are left out. */
  async deliver(rows: readonly InboxRow[]): Promise<void> {
    for (const fact of await this.factsOf(rows)) void this.post(fact).catch(() => undefined);
  }

  private async factsOf(rows: readonly InboxRow[]): Promise<readonly Fact[]> {
    const fresh = rows.filter(({ id }) => !this.seenInbox.has(id));
    for (const { id } of fresh) this.seenInbox.add(id);
    return Promise.all(fresh.map((row) => this.factOf(row)));
  }

  /** Begins no further action; calls in flight may still end. */
  pause(): void {
    this.pausing = true;
    this.stopWhenIdle();
  }

  /** Tells every call to stop. What was unsafe and has left is told by whoever opens the run next. */
  abandon(): void {
    this.pausing = true;
    this.stop.abort(new Stopped("shutdown"));
    this.leave("paused");
  }

  private async factOf(row: InboxRow): Promise<Fact> {
    const { message } = row;
    if (message.kind === "cancel") return { kind: "cancel", row, by: message.by };
    if (message.kind === "timeout")
      return { kind: "answer", row: { ...row, message }, outcome: null };
    const outcome = outcomeOfAnswer(message, this.context.ports.clock().toISOString());
    return { kind: "answer", row: { ...row, message }, outcome: await packOutcome(outcome) };
  }

  /** Resolves when what the fact led to is on disk. */
  private post(fact: Fact): Promise<void> {
    if (this.end !== null) return Promise.reject(new RunFenced(this.memory.id));
    return new Promise((resolve, reject) => {
      this.mailbox.push({ fact, resolve, reject });
      if (!this.turning) void this.turn();
    });
  }

  private async turn(): Promise<void> {
    this.turning = true;
    // Facts that come about in the same tick go in one turn.
    await Promise.resolve();
    while (this.end === null && this.mailbox.length > 0) {
      const letters = this.mailbox.splice(0);
      try {
        await this.take(letters);
        for (const { resolve } of letters) resolve();
      } catch (error) {
        for (const { reject } of letters) reject(error);
        await this.failed(error);
      }
    }
    this.turning = false;
    this.stopWhenIdle();
  }

  private async take(letters: readonly Letter[]): Promise<void> {
    const draft = new Draft(this.memory, this.context.ports.clock());
    for (const { fact } of letters) this.apply(draft, fact);
    await this.settle(draft);
    const finished = draft.state.finishedAt !== null;
    const parked =
      !finished && !this.pausing && this.isIdle(draft) && draft.state.state === "waiting";
    if (!draft.isEmpty || parked) await this.write(draft, finished || parked);
    this.memory.state = draft.state;
    this.memory.outputs = draft.outputs ?? this.memory.outputs;
    this.memory.create = null;
    this.firstCommit.resolve();
    if (finished) return this.leave("finished");
    if (parked) return this.leave("parked");
    for (const effect of draft.effects) this.perform(effect);
    if (!this.pausing && this.isStuck())
      throw new Error("nothing of the run is live and it has not ended");
  }

  private async write(draft: Draft, released: boolean): Promise<void> {
    const { boundary, journal } = this.context;
    const takes = draft.inboxTaken.length > 0;
    if (takes) boundary("before an inbox row is taken");
    await journal.append(draft.toAppend(released));
    boundary("after the commit");
    if (takes) boundary("after an inbox row is taken");
  }

  private isIdle(draft: Draft): boolean {
    return this.calls.size === 0 && draft.effects.length === 0 && this.mailbox.length === 0;
  }

  private isStuck(): boolean {
    return (
      this.calls.size === 0 && this.mailbox.length === 0 && this.memory.state.state !== "waiting"
    );
  }

  private apply(draft: Draft, fact: Fact): void {
    switch (fact.kind) {
      case "resume":
        fact.resumption.record(draft);
        draft.effects.push(...fact.resumption.effects);
        return;
      case "crash":
        return recordCrash(draft, this.memory.document, fact.crash);
      case "intent":
        return this.calls.intend(draft, fact.intent);
      case "end":
        return this.calls.end(draft, fact.execution, fact.end);
      case "answer":
        return this.calls.answer(draft, fact);
      case "cancel":
        return this.applyCancel(draft, fact);
      case "give up":
        return this.calls.giveUp(draft);
    }
  }

  private applyCancel(draft: Draft, { row, by }: Extract<Fact, { kind: "cancel" }>): void {
    draft.inboxTaken.push(row.id);
    if (draft.state.cancelRequestedBy !== null) return;
    draft.record({ v: 1, type: "CancelRequested", by });
    draft.effects.splice(0);
    if (this.calls.size === 0) return recordCancelled(this.context, draft);
    this.stop.abort(new Stopped("cancelled"));
    const giveUp = () => void this.post({ kind: "give up" }).catch(() => undefined);
    const timer = setTimeout(giveUp, this.context.cancelGraceMs);
    void this.ended.then(() => clearTimeout(timer));
  }

  /** Takes the run forward until it needs the outside or has ended. */
  private async settle(draft: Draft): Promise<void> {
    const { document } = this.memory;
    const { catalogue } = this.context.ports;
    for (let again = true; again; ) {
      again = false;
      const results = readerOf(this.memory);
      for (const step of nextSteps({ document, state: draft.state, catalogue, results })) {
        if (step.kind === "record") draft.recordStep(step);
        else if (!this.pausing)
          again = (await startAction(this.context, draft, step, this.stop.signal)) || again;
      }
    }
  }

  private perform(execution: Execution): void {
    this.calls.begin(execution);
    const { context, memory } = this;
    const { signal } = this.stop;
    const intend = (intent: Intent) => this.post({ kind: "intent", intent });
    void performExecution({ context, memory, execution, signal, intend })
      .then((end) => this.post({ kind: "end", execution, end }))
      .catch(() => undefined);
  }

  private async failed(error: unknown): Promise<void> {
    // A run that could not even be made is told to whoever started it.
    if (isLoss(error) || this.memory.create !== null) {
      if (error instanceof RunFenced)
        this.context.ports.log("warning", "a run belongs to another process now", {
          runId: this.memory.id,
        });
      this.firstCommit.reject(error);
      this.stop.abort(new Stopped("lost"));
      return this.leave("lost");
    }
    const reference = randomUUID();
    const { id: runId } = this.memory;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.context.ports.log("error", "a run failed with an internal error", {
      runId,
      reference,
      text,
    });
    this.stop.abort(new Stopped("lost"));
    this.calls.forget();
    try {
      const draft = new Draft(this.memory, this.context.ports.clock());
      const message = `Internal error, reference ${reference}`;
      recordCrash(draft, this.memory.document, { code: "F-INTERNAL", message });
      await this.context.journal.append(draft.toAppend(true));
      this.memory.state = draft.state;
      this.firstCommit.resolve();
      this.leave("finished");
    } catch (second) {
      this.firstCommit.reject(second);
      this.leave("lost");
    }
  }

  private stopWhenIdle(): void {
    if (this.pausing && !this.turning && this.calls.size === 0) this.leave("paused");
  }

  private leave(end: DriverEnd): void {
    if (this.end !== null) return;
    this.end = end;
    if (this.memory.create !== null) this.firstCommit.reject(new RunFenced(this.memory.id));
    for (const { reject } of this.mailbox.splice(0)) reject(new RunFenced(this.memory.id));
    this.ending.resolve(end);
  }
}

function isLoss(error: unknown): boolean {
  return [RunFenced, JournalStopped, Stopped].some((loss) => error instanceof loss);
}
