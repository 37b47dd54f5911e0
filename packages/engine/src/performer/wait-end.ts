/** What came for a wait, by callback or by its deadline, and what came by a cancel, as events of a run. */
import type { Outcome, CallbackAnswer as RunnerAnswer } from "@callbook/core/block";
import { passAt } from "@callbook/core/log";
import { cancelEvents } from "@callbook/core/run";
import type { InboxRow } from "../store/rows.ts";
import { SPARED_BYTES, withoutText } from "../store/spared.ts";
import { finishSlot } from "./finish.ts";
import { executionOf, type PassMemory, type PassSlot, type RunMemory } from "./memory.ts";
import { type PackedOutcome, packOutcome } from "./packed.ts";
import type { Turn } from "./turn.ts";

type WaitMessage = Exclude<InboxRow["message"], { kind: "cancel" }>;

/** A row of the inbox that ends a wait, with its bodies packed. */
export interface WaitEnd {
  readonly inboxId: string;
  readonly message: WaitMessage;
  /** null: the pass is not known here, or nothing of it can be answered. */
  readonly packed: PackedOutcome | null;
}

/** Reads a row of the inbox. Packing may take a while, so it is done before its turn. */
export async function readWaitEnd(
  memory: RunMemory,
  inboxId: string,
  message: WaitMessage,
  at: string,
): Promise<WaitEnd> {
  const pass = memory.passes.get(message.path);
  const outcome = pass === undefined ? null : outcomeOf(memory, pass, message, null, at);
  if (outcome === null) return { inboxId, message, packed: null };
  const raw = message.kind === "callback" ? withoutText(outcome.raw, message.answer) : outcome.raw;
  return { inboxId, message, packed: await packOutcome(outcome, raw) };
}

/** The slot that a message is about; null: the run has no such one, or it has ended. */
export function slotOf(turn: Turn, { path, slot }: WaitMessage): PassSlot | null {
  const pass = turn.pass(path);
  const state = passAt(turn.state, path);
  if (pass === undefined || state === undefined || state.outcome !== null) return null;
  if (!pass.slots.includes(slot) || turn.resultOf(pass, slot) !== undefined) return null;
  return { pass, slot, attempt: state.executions[slot]?.attempt ?? 1, earlierDeadline: null };
}

/** Records the end of a wait. `outboundStatus`: of the answer to the request; null: not known. */
export function recordWaitEnd(
  turn: Turn,
  { message, packed }: WaitEnd,
  ended: PassSlot,
  outboundStatus: number | null,
): void {
  const { pass, slot } = ended;
  const { path } = pass;
  const outcome = outcomeOf(turn.memory, pass, message, outboundStatus, turn.at);
  if (outcome === null || packed === null) return;
  // A repeat of a safe request made a second wait; the log knows the first.
  const known = passAt(turn.state, path)?.executions[slot]?.waitId;
  const wait = { path, slot, waitId: known ?? message.waitId };
  turn.closedWaits.push({ path, slot });
  if (message.kind === "callback") {
    const { deliveryId, size } = message.answer;
    if (size >= SPARED_BYTES) turn.sparedDeliveries.push(deliveryId);
    turn.record({ v: 2, type: "CallbackReceived", ...wait, deliveryId });
  } else turn.record({ v: 2, type: "WaitExpired", ...wait });
  const { packedData, packedRaw } = packed;
  finishSlot(turn, ended, { ...outcome, packedData, packedRaw });
}

/** What the message comes to, as the pass's runner says; null: its kind takes no answers. */
function outcomeOf(
  memory: RunMemory,
  pass: PassMemory,
  message: WaitMessage,
  outboundStatus: number | null,
  at: string,
): Outcome | null {
  const { slot, waitId } = message;
  const execution = executionOf(memory, { pass, slot, attempt: 1, earlierDeadline: null });
  const { runner } = pass;
  if (message.kind === "timeout") return runner.expired(execution, at);
  if (runner.kind === "wait") return null;
  const answer: RunnerAnswer = { ...message.answer, waitId, outboundStatus };
  return runner.answered(execution, answer, at);
}

/** Ends what is live after a cancel; `nextSteps` then ends the run. */
export function recordCancelled(turn: Turn): void {
  const { document, catalogue } = turn.memory;
  const handle = (id: number) => turn.handle(id);
  for (const event of cancelEvents({ document, catalogue, state: turn.state, handle }))
    turn.record(event);
}
