/** What becomes of callbacks, in the state that is being folded. */
import { putCall, type RunStateDraft } from "./draft.ts";
import type { EventOf, RunEvent } from "./event.ts";
import type { CallbackState } from "./state.ts";

/** When and where an event was recorded. */
export type Place = Pick<RunEvent, "at" | "seq">;

/** Adds one call. */
export function putCalled(
  draft: RunStateDraft,
  { callbackId, path, mode, args }: Pick<CallbackState, "callbackId" | "path" | "mode" | "args">,
  { at, seq }: Place,
): void {
  putCall(draft, { callbackId, path, state: "called", at, seq, mode, args, reason: null });
}

/** Adds that a callback died with a pass of its source. */
export function putDeath(
  draft: RunStateDraft,
  { callbackId, path, reason }: Pick<CallbackState, "callbackId" | "path" | "reason">,
  { at, seq }: Place,
): void {
  putCall(draft, { callbackId, path, state: "dead", at, seq, mode: null, args: null, reason });
}

/** Calls and lets die what an evaluated pass names. */
export function callAll(draft: RunStateDraft, event: EventOf<"BlockRan">, place: Place): void {
  const { path, mode, args } = event;
  for (const [callbackId, slot] of event.called) {
    const own = slot === null || args === null ? args : { ...args, filtered: { path, slot } };
    putCalled(draft, { callbackId, path, mode, args: own }, place);
  }
  for (const [callbackId, reason] of event.died)
    putDeath(draft, { callbackId, path, reason }, place);
}
