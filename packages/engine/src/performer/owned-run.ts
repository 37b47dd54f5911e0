/**
 * Runs one run in this process. Everything that happens to it comes through one
 * mailbox; each turn takes what lies there, decides how the run goes on, appends
 * it in one piece, and only then begins the effects that follow.
 */
import { randomUUID } from "node:crypto";
import { nextSteps } from "@callbook/core/run";
import { isPassing } from "@callbook/db";
import { JournalStopped, RunFenced } from "../journal/append.ts";
import type { InboxRow } from "../store/rows.ts";
import { type PerformerContext, Stopped } from "./context.ts";
import { type Crash, recordCrash } from "./crash.ts";
import { CallsInFlight } from "./in-flight.ts";
import type { PassSlot, RunMemory } from "./memory.ts";
import type { Leaving, Opening, RunMessage } from "./messages.ts";
import { type Intent, performSlot } from "./perform.ts";
import { KEPT_BYTES, releaseResults } from "./release.ts";
import { startPass } from "./start-pass.ts";
import { Turn } from "./turn.ts";
import { readWaitEnd, recordCancelled } from "./wait-end.ts";

interface Posted {
  readonly message: RunMessage;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export class OwnedRun {
  readonly memory: RunMemory;
  readonly #context: PerformerContext;
  readonly #mailbox: Posted[] = [];
  readonly #calls: CallsInFlight;
  readonly #seenInbox = new Set<string>();
  /** About what has been added to its memory since that was looked through. */
  #keptBytes = 0;
  readonly #stop = new AbortController();
  #turning = false;
  #pausing = false;
  #left: Leaving | null = null;
  /** What it was taken up with has led on. */
  #hasBegun = false;
  readonly #leaving = Promise.withResolvers<Leaving>();
  readonly #firstCommit = Promise.withResolvers<void>();

  /** `outboundStatus`: by slot key, of waits whose request was answered. */
  constructor(
    context: PerformerContext,
    memory: RunMemory,
    outboundStatus: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#context = context;
    this.memory = memory;
    this.#calls = new CallsInFlight(outboundStatus);
    this.#firstCommit.promise.catch(() => undefined);
  }

  /** Resolves when the run has left this process. */
  get ended(): Promise<Leaving> {
    return this.#leaving.promise;
  }

  /** Resolves when what the run began with is on disk; rejects when it could not be. */
  get created(): Promise<void> {
    return this.#firstCommit.promise;
  }

  /** Ids of the rows of its inbox that it was given, for as long as they have not been taken. */
  get seenInbox(): ReadonlySet<string> {
    return this.#seenInbox;
  }

  get callsInFlight(): number {
    return this.#calls.size;
  }

  /** Takes the run up; what lies in its inbox counts from the first moment. */
  async begin(opening: Opening, inbox: readonly InboxRow[] = []): Promise<void> {
    const arrived = await this.#read(inbox);
    for (const message of [{ kind: "opening" as const, opening }, ...arrived]) this.#tell(message);
  }

  crash(crash: Crash): void {
    this.#tell({ kind: "crash", crash });
  }

  /** Rows of the inbox of this run; those seen before are left out. */
  async deliver(rows: readonly InboxRow[]): Promise<void> {
    for (const message of await this.#read(rows)) this.#tell(message);
  }

  /** Begins no further pass; calls in flight may still end. */
  pause(): void {
    this.#pausing = true;
    this.#leaveWhenIdle();
  }

  /** Tells every call to stop. What was unsafe and has left is told by whoever opens the run next. */
  abandon(): void {
    this.#pausing = true;
    this.#stop.abort(new Stopped("shutdown"));
    this.#leave("paused");
  }

  async #read(rows: readonly InboxRow[]): Promise<readonly RunMessage[]> {
    const fresh = rows.filter(({ id }) => !this.#seenInbox.has(id));
    for (const { id } of fresh) this.#seenInbox.add(id);
    for (const { arrivedAt } of fresh) this.memory.clock.saw(arrivedAt);
    const at = this.memory.clock.now();
    return Promise.all(
      fresh.map(async ({ id, message }): Promise<RunMessage> => {
        if (message.kind === "cancel") return { kind: "cancel", inboxId: id, by: message.by };
        return { kind: "wait end", waitEnd: await readWaitEnd(this.memory, id, message, at) };
      }),
    );
  }

  /** Whoever posts waits for nothing. */
  #tell(message: RunMessage): void {
    void this.#post(message).catch(() => undefined);
  }

  /** Resolves when what the message led to is on disk. */
  #post(message: RunMessage): Promise<void> {
    if (this.#left !== null) return Promise.reject(new RunFenced(this.memory.key.id));
    return new Promise((resolve, reject) => {
      this.#mailbox.push({ message, resolve, reject });
      if (!this.#turning) void this.#turn();
    });
  }

  async #turn(): Promise<void> {
    this.#turning = true;
    // What comes about in the same tick goes in one turn.
    await Promise.resolve();
    while (this.#left === null && this.#mailbox.length > 0) {
      const posted = this.#mailbox.splice(0);
      try {
        await this.#take(posted);
        for (const { resolve } of posted) resolve();
      } catch (error) {
        for (const { reject } of posted) reject(error);
        await this.#failed(error);
      }
    }
    this.#turning = false;
    this.#leaveWhenIdle();
  }

  async #take(posted: readonly Posted[]): Promise<void> {
    const turn = new Turn(this.memory);
    for (const { message } of posted) this.#apply(turn, message);
    await this.#settle(turn);
    const finished = turn.state.finishedAt !== null;
    const parked =
      !finished && !this.#pausing && this.#isIdle(turn) && turn.state.state === "waiting";
    if (!turn.isEmpty || parked) await this.#write(turn, finished || parked);
    turn.commit();
    this.#release(turn);
    this.#firstCommit.resolve();
    if (finished) return this.#leave("finished");
    if (parked) return this.#leave("parked");
    for (const performed of turn.begin) this.#perform(performed);
    if (!this.#pausing && this.#isStuck())
      throw new Error("nothing of the run is live and it has not ended");
  }

  /** Asked only of a run that keeps much: what is read again takes looking through its blocks. */
  #release(turn: Turn): void {
    this.#keptBytes += turn.keptBytes;
    if (this.#keptBytes < KEPT_BYTES || !turn.leadsOn) return;
    releaseResults(this.memory);
    this.#keptBytes = 0;
  }

  async #write(turn: Turn, released: boolean): Promise<void> {
    const { boundary, journal } = this.#context;
    const takes = turn.inboxTaken.length > 0;
    if (takes) boundary("before an inbox row is taken");
    await journal.append(turn.toAppend(released));
    boundary("after the commit");
    if (takes) boundary("after an inbox row is taken");
  }

  #isIdle(turn: Turn): boolean {
    return this.#calls.size === 0 && turn.begin.length === 0 && this.#mailbox.length === 0;
  }

  #isStuck(): boolean {
    const { state } = this.memory.kept.onDisk;
    return this.#calls.size === 0 && this.#mailbox.length === 0 && state !== "waiting";
  }

  #apply(turn: Turn, message: RunMessage): void {
    switch (message.kind) {
      case "opening":
        message.opening.record(turn);
        turn.begin.push(...message.opening.begin);
        return;
      case "crash":
        return recordCrash(turn, message.crash);
      case "intent":
        return this.#calls.intend(turn, message.intent);
      case "call end":
        return this.#calls.end(turn, message.performed, message.end);
      case "wait end":
        return this.#calls.waitEnd(turn, message.waitEnd);
      case "cancel":
        return this.#applyCancel(turn, message.inboxId, message.by);
      case "give up":
        return this.#calls.giveUp(turn);
    }
  }

  #applyCancel(turn: Turn, inboxId: string, by: string): void {
    turn.inboxTaken.push(inboxId);
    if (turn.state.cancelRequestedBy !== null) return;
    turn.record({ v: 1, type: "CancelRequested", by });
    turn.begin.splice(0);
    if (this.#calls.size === 0) return recordCancelled(turn);
    this.#stop.abort(new Stopped("cancelled"));
    const timer = setTimeout(() => this.#tell({ kind: "give up" }), this.#context.cancelGraceMs);
    void this.ended.then(() => clearTimeout(timer));
  }

  /** Takes the run forward until it needs the outside or has ended. */
  async #settle(turn: Turn): Promise<void> {
    const { document, catalogue } = this.memory;
    const results = turn.reader();
    for (let again = turn.leadsOn || !this.#hasBegun; again; ) {
      again = false;
      this.#hasBegun = true;
      for (const step of nextSteps({ document, state: turn.state, catalogue, results })) {
        if (step.kind === "record") await turn.recordStep(step);
        else if (!this.#pausing)
          again = (await startPass(this.#context, turn, step, this.#stop.signal)) || again;
      }
    }
  }

  #perform(performed: PassSlot): void {
    const { runner } = performed.pass;
    if (runner.kind === "wait") throw new Error(`a ${runner.type} has nothing to perform`);
    this.#calls.begin(performed);
    const { signal } = this.#stop;
    const intend = (intent: Intent) => this.#post({ kind: "intent", intent });
    const performing = { context: this.#context, memory: this.memory, performed, signal, intend };
    void performSlot(runner, performing).then((end) =>
      this.#tell({ kind: "call end", performed, end }),
    );
  }

  async #failed(error: unknown): Promise<void> {
    const { ports, journal } = this.#context;
    const runId = this.memory.key.id;
    // A run that could not even be made is told to whoever started it. One that needs a database which is
    // away is not at fault: whoever sweeps takes it up again.
    if (isLoss(error) || isPassing(error) || this.memory.create !== null) {
      if (error instanceof RunFenced)
        ports.log("warning", "a run belongs to another process now", { runId });
      this.#firstCommit.reject(error);
      this.#stop.abort(new Stopped("lost"));
      return this.#leave("lost");
    }
    const reference = randomUUID();
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    ports.log("error", "a run failed with an internal error", { runId, reference, text });
    this.#stop.abort(new Stopped("lost"));
    this.#calls.forget();
    try {
      const turn = new Turn(this.memory);
      const message = `Internal error, reference ${reference}`;
      recordCrash(turn, { code: "F-INTERNAL", message });
      await journal.append(turn.toAppend(true));
      turn.commit();
      this.#firstCommit.resolve();
      this.#leave("finished");
    } catch (second) {
      this.#firstCommit.reject(second);
      this.#leave("lost");
    }
  }

  #leaveWhenIdle(): void {
    if (this.#pausing && !this.#turning && this.#calls.size === 0) this.#leave("paused");
  }

  #leave(how: Leaving): void {
    if (this.#left !== null) return;
    this.#left = how;
    const { id } = this.memory.key;
    if (this.memory.create !== null) this.#firstCommit.reject(new RunFenced(id));
    for (const { reject } of this.#mailbox.splice(0)) reject(new RunFenced(id));
    this.#leaving.resolve(how);
  }
}

function isLoss(error: unknown): boolean {
  return [RunFenced, JournalStopped, Stopped].some((loss) => error instanceof loss);
}
