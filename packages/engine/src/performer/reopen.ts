/** What a run begins with that another process left: what is on disk stands, what is unsafe is not sent again. */
import { passAt, type Slot } from "@callbook/core/log";
import type { KeptOutcome } from "@callbook/core/results";
import type { LoadedRun } from "../run/load.ts";
import type { StoredWait } from "../store/rows.ts";
import type { RunStore } from "../store/run-store.ts";
import { failSlot, finishStored } from "./finish.ts";
import { unknownOutcome } from "./in-flight.ts";
import { executionOf, type PassMemory, type PassSlot, slotKey } from "./memory.ts";
import type { Opening } from "./messages.ts";
import { recordCancelled } from "./wait-end.ts";

interface Sorted {
  /** The outcome is on disk, its event is not. */
  readonly stored: { readonly ended: PassSlot; readonly kept: KeptOutcome }[];
  /** The request may have left, and may not be sent again. */
  readonly unknown: PassSlot[];
  /** To be performed: not begun, or safe to repeat. */
  readonly open: PassSlot[];
}

/** Decides for every slot that has not ended. Closes the waits of those whose outcome is unknown. */
export async function reopen(store: RunStore, loaded: LoadedRun): Promise<Opening> {
  const { memory } = loaded;
  const sorted: Sorted = { stored: [], unknown: [], open: [] };
  for (const pass of memory.passes.values()) {
    const state = passAt(memory.kept.onDisk, pass.path);
    if (state === undefined || state.outcome !== null) continue;
    for (const slot of pass.slots) {
      const execution = state.executions[slot];
      if (execution?.state === "success" || execution?.state === "failed") continue;
      const attempt = execution?.attempt ?? 1;
      await sort(store, loaded, { pass, slot, attempt, earlierDeadline: null }, sorted);
    }
  }
  const isCancelled = memory.kept.onDisk.cancelRequestedBy !== null;
  return {
    begin: isCancelled ? [] : sorted.open,
    record: (turn) => {
      for (const { ended, kept } of sorted.stored) finishStored(turn, ended, kept);
      for (const ended of sorted.unknown) failSlot(turn, ended, unknownOutcome(memory, ended));
      if (isCancelled) recordCancelled(turn);
    },
  };
}

async function sort(
  store: RunStore,
  { memory, intended, waits }: LoadedRun,
  live: PassSlot,
  sorted: Sorted,
): Promise<void> {
  const { pass, slot } = live;
  const kept = takeOut(pass, slot);
  if (kept !== undefined) {
    sorted.stored.push({ ended: live, kept });
    return;
  }
  const key = slotKey(pass.path, slot);
  const planned = waits.get(key) ?? [];
  if (isAnswered(planned) || isParked(planned)) return;
  const { runner } = pass;
  const mayRepeat = runner.kind === "wait" || runner.mayRepeat(executionOf(memory, live));
  if (intended.has(key) && !mayRepeat) {
    const closed = await store.closeOpenWaits(memory.key, memory.epoch, pass.path, slot);
    // An answer that was faster than the closing is its result; it lies in the inbox.
    if (closed === planned.filter(({ state }) => state === "open").length)
      sorted.unknown.push(live);
    return;
  }
  sorted.open.push({ ...live, earlierDeadline: planned[0]?.deadline ?? null });
}

/** Taken out of the memory until its event is recorded, so that a pass ends with the last of them. */
function takeOut(pass: PassMemory, slot: Slot): KeptOutcome | undefined {
  const kept = pass.results.get(slot);
  pass.results.delete(slot);
  return kept;
}

/** Its inbox row is on disk and will be taken. */
function isAnswered(waits: readonly StoredWait[]): boolean {
  return waits.some(({ state }) => state === "satisfied" || state === "expired");
}

/** A callback's request was answered; what waits for nothing but time is parked by itself. */
function isParked(waits: readonly StoredWait[]): boolean {
  return waits.some(
    ({ state, kind, outboundStatus }) =>
      state === "open" && (kind !== "callback" || outboundStatus !== null),
  );
}

/** By slot key, of requests that were answered. */
export function outboundStatuses(loaded: LoadedRun): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [key, waits] of loaded.waits)
    for (const { outboundStatus } of waits)
      if (outboundStatus !== null) found.set(key, outboundStatus);
  return found;
}
