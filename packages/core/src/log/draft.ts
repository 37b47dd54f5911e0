/**
 * A state that is being folded. What it has copied for itself it changes in place, so that folding
 * many events costs no more for each of them than folding few.
 */
import type { BlockPath } from "./path.ts";
import type { Slot } from "./slot.ts";
import type { BlockState, CallbackState, ExecutionState, RunState } from "./state.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type BlockStateDraft = Mutable<Omit<BlockState, "executions">> & {
  executions: Record<Slot, ExecutionState>;
};

export type RunStateDraft = Mutable<Omit<RunState, "blocks" | "callbacks">> & {
  readonly blocks: Record<BlockPath, BlockState>;
  readonly callbacks: Record<string, readonly CallbackState[]>;
};

/** What a draft may change in place, because nobody else has it. */
interface Owned {
  readonly blocks: Map<BlockPath, BlockStateDraft>;
  readonly calls: Map<string, CallbackState[]>;
}

const owned = new WeakMap<RunStateDraft, Owned>();

/** A copy of the state that may be changed; the state itself stays as it is. */
export function draftOf(state: RunState): RunStateDraft {
  const draft = { ...state, blocks: { ...state.blocks }, callbacks: { ...state.callbacks } };
  owned.set(draft, { blocks: new Map(), calls: new Map() });
  return draft;
}

/** Puts a pass that is new to the draft. */
export function putBlock(draft: RunStateDraft, block: BlockStateDraft): void {
  draft.blocks[block.path] = block;
  owned.get(draft)?.blocks.set(block.path, block);
}

/** A pass for changing; undefined: it has not begun. */
export function ownBlock(draft: RunStateDraft, path: BlockPath): BlockStateDraft | undefined {
  const known = owned.get(draft)?.blocks.get(path);
  if (known !== undefined) return known;
  const shared = draft.blocks[path];
  if (shared === undefined) return undefined;
  const copy = { ...shared, executions: { ...shared.executions } };
  putBlock(draft, copy);
  return copy;
}

/** Adds what became of a callback. */
export function putCall(draft: RunStateDraft, call: CallbackState): void {
  const { callbackId } = call;
  const known = owned.get(draft)?.calls.get(callbackId);
  if (known !== undefined) {
    known.push(call);
    return;
  }
  const list = [...(draft.callbacks[callbackId] ?? []), call];
  draft.callbacks[callbackId] = list;
  owned.get(draft)?.calls.set(callbackId, list);
}

/** A pass of which nothing is known but that it is there. */
export function blankBlock(path: BlockPath, blockId: string): BlockStateDraft {
  return {
    path,
    blockId,
    state: "queued",
    startedAt: null,
    finishedAt: null,
    action: null,
    executions: {},
    ended: 0,
    awaiting: 0,
    outcome: null,
    succeeded: 0,
    total: 0,
    failure: null,
    taken: [],
    skipReason: null,
  };
}
