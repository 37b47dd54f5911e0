/** The calls of a run that are in flight, and what comes for them: their end, an answer by callback, a deadline. */
import type { Failure } from "@callbook/core/failure";
import { makeFailure } from "@callbook/core/failure";
import { passAt } from "@callbook/core/log";
import { failSlot, finishSlot } from "./finish.ts";
import { failingName, type PassSlot, type RunMemory, slotKey } from "./memory.ts";
import type { CallEnd, Intent } from "./perform.ts";
import type { Turn } from "./turn.ts";
import { recordCancelled, recordWaitEnd, slotOf, type WaitEnd } from "./wait-end.ts";

interface Flight {
  readonly performed: PassSlot;
  /** Its unsafe request may have left. */
  unsafe: boolean;
}

export class CallsInFlight {
  readonly #flights = new Map<string, Flight>();
  /** What came for a wait before its request was answered. */
  readonly #early = new Map<string, WaitEnd>();
  readonly #outboundStatus: Map<string, number>;

  /** `outboundStatus`: by slot key, of waits whose request was answered before. */
  constructor(outboundStatus: ReadonlyMap<string, number>) {
    this.#outboundStatus = new Map(outboundStatus);
  }

  get size(): number {
    return this.#flights.size;
  }

  begin(performed: PassSlot): void {
    this.#flights.set(keyOf(performed), { performed, unsafe: false });
  }

  forget(): void {
    this.#flights.clear();
  }

  /** What must be on disk before the request leaves. */
  intend(turn: Turn, { performed, unsafe, wait }: Intent): void {
    const { pass, slot, attempt } = performed;
    const { path } = pass;
    const flight = this.#flights.get(keyOf(performed));
    if (unsafe && flight !== undefined) flight.unsafe = true;
    if (unsafe) turn.record({ v: 2, type: "RequestIntended", path, slot, attempt });
    if (wait === null) return;
    turn.waits.push(wait);
    // A repeat makes a second address beside the first, which stays valid.
    if (waitIdOf(turn, performed) !== null) return;
    const { id: waitId, kind, deadline } = wait;
    turn.record({ v: 2, type: "BlockWaiting", path, slot, waitId, kind, deadline });
  }

  /** A call has come back. */
  end(turn: Turn, performed: PassSlot, end: CallEnd): void {
    const key = keyOf(performed);
    const flight = this.#flights.get(key);
    if (flight === undefined) return;
    this.#flights.delete(key);
    const early = this.#early.get(key);
    this.#early.delete(key);
    const isCancelled = turn.state.cancelRequestedBy !== null;
    if (end.kind === "waiting") {
      this.#outboundStatus.set(key, end.status);
      turn.accepted.push({ waitId: end.waitId, status: end.status });
      if (early !== undefined) this.waitEnd(turn, early);
    } else if (end.kind === "ended") {
      if (early !== undefined) turn.inboxTaken.push(early.inboxId);
      closeWaits(turn, performed);
      // A call that failed because it was told to stop: its block ends as cancelled, not as failed.
      const isStop = isCancelled && end.outcome.failure?.class === "F-CANCEL";
      if (!isStop) finishSlot(turn, performed, end.outcome);
      else if (flight.unsafe) this.#fail(turn, performed);
    } else if (flight.unsafe && isCancelled) this.#fail(turn, performed);
    if (isCancelled && this.#flights.size === 0) recordCancelled(turn);
  }

  /** A wait has ended, by an answer or by its deadline. */
  waitEnd(turn: Turn, waitEnd: WaitEnd): void {
    const { inboxId, message } = waitEnd;
    const ended = slotOf(turn, message);
    const key = slotKey(message.path, message.slot);
    // The request is still open: its answer decides first, and this one is kept until then.
    if (ended !== null && this.#flights.has(key)) {
      if (this.#early.has(key)) turn.inboxTaken.push(inboxId);
      else this.#early.set(key, waitEnd);
      return;
    }
    turn.inboxTaken.push(inboxId);
    if (ended !== null) recordWaitEnd(turn, waitEnd, ended, this.#outboundStatus.get(key) ?? null);
  }

  /** Calls that do not stop: what is unsafe and has left is unknown, the rest ends as cancelled. */
  giveUp(turn: Turn): void {
    for (const { performed, unsafe } of this.#flights.values())
      if (unsafe) this.#fail(turn, performed);
    this.#flights.clear();
    recordCancelled(turn);
  }

  #fail(turn: Turn, performed: PassSlot): void {
    failSlot(turn, performed, unknownOutcome(turn.memory, performed));
  }
}

/** The process died, or was stopped, after an unsafe request had left and before its answer was kept. */
export function unknownOutcome(memory: RunMemory, { pass }: PassSlot): Failure {
  return makeFailure({
    class: "F-UNKNOWN",
    command: failingName(memory, pass.block),
    place: { kind: "call" },
    message: "The request was sent, the answer was lost; it may have taken effect",
  });
}

function closeWaits(turn: Turn, performed: PassSlot): void {
  if (waitIdOf(turn, performed) === null) return;
  const { pass, slot } = performed;
  turn.closedWaits.push({ path: pass.path, slot });
}

function waitIdOf(turn: Turn, { pass, slot }: PassSlot): string | null {
  return passAt(turn.state, pass.path)?.executions[slot]?.waitId ?? null;
}

function keyOf({ pass, slot }: PassSlot): string {
  return slotKey(pass.path, slot);
}
