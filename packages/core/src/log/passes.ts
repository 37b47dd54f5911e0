/** Passes and calls as one asks a run's state for them. */
import { type BlockPath, blockPath } from "./path.ts";
import type { BlockState, CallbackState, RunState } from "./state.ts";

type Blocks = RunState["blocks"];

/** The passes of a block, oldest first; empty: it has not run, nor been skipped. Pure. */
export function passesOf(state: Pick<RunState, "blocks">, blockId: string): readonly BlockState[] {
  const found: BlockState[] = [];
  for (const path in state.blocks) {
    const pass = passAt(state, path as BlockPath);
    if (pass?.blockId === blockId) found.push(pass);
  }
  return found;
}

/** The pass at a path; undefined: it has not begun. Pure. */
export function passAt(
  { blocks }: { readonly blocks: Blocks },
  path: BlockPath,
): BlockState | undefined {
  return Object.hasOwn(blocks, path) ? blocks[path] : undefined;
}

/** The newest pass of a block outside of loops; undefined: it has not run. Pure. */
export function lastPass(state: Pick<RunState, "blocks">, blockId: string): BlockState | undefined {
  // Nearly every block has one pass, whose path is its id.
  const only = passAt(state, blockPath(blockId));
  if (only === undefined) return passesOf(state, blockId).at(-1);
  return passAt(state, `${blockId}[2]` as BlockPath) === undefined
    ? only
    : passesOf(state, blockId).at(-1);
}

const NONE: readonly CallbackState[] = [];

/** What became of a callback in each pass of its source, oldest first. Pure. */
export function callsOf(
  { callbacks }: Pick<RunState, "callbacks">,
  callbackId: string,
): readonly CallbackState[] {
  return Object.hasOwn(callbacks, callbackId) ? (callbacks[callbackId] ?? NONE) : NONE;
}

/** What became of a callback when this pass of its source ended; undefined: it is open. Pure. */
export function callOf(
  state: Pick<RunState, "callbacks">,
  callbackId: string,
  source: BlockPath,
): CallbackState | undefined {
  return callsOf(state, callbackId).find(({ path }) => path === source || path === null);
}

/** The newest call or death of a callback; undefined: it is open. Pure. */
export function lastCall(
  state: Pick<RunState, "callbacks">,
  callbackId: string,
): CallbackState | undefined {
  return callsOf(state, callbackId).at(-1);
}
