/** What has become of the single executions of a pass, as its state keeps it. */
import { type BlockStateDraft, ownBlock, type RunStateDraft } from "./draft.ts";
import type { EventOf } from "./event.ts";
import { SLOT_BY_WAIT } from "./event-1.ts";
import type { BlockPath } from "./path.ts";
import { executionOf, type Slot } from "./slot.ts";
import type { BlockRunState, ExecutionState } from "./state.ts";

type ExecutionChange = Partial<Omit<ExecutionState, "slot">>;

/** Changes one execution of a pass, which begins to be known with this. */
export function changeExecution(
  draft: RunStateDraft,
  { path, slot }: { readonly path: BlockPath; readonly slot: Slot },
  change: ExecutionChange,
): void {
  const block = ownBlock(draft, path);
  if (block === undefined) return;
  put(draft, block, { ...(block.executions[slot] ?? blankExecution(slot)), ...change });
}

/** Counts what ended for the run; what a delay waited for is no request. */
export function countRequest(
  draft: RunStateDraft,
  { slot, status, unknown }: EventOf<"ExecutionFinished">,
): void {
  if (executionOf(slot) === null) return;
  draft.requests += 1;
  draft.failedRequests += Number(status === "failed");
  draft.unknownRequests += Number(unknown === true);
}

/** Changes the execution that waits under this id; unknown ids change nothing. */
export function changeWait(
  draft: RunStateDraft,
  wait: { readonly path: BlockPath; readonly slot: Slot; readonly waitId: string },
  change: ExecutionChange,
): void {
  const block = ownBlock(draft, wait.path);
  if (block === undefined) return;
  const slot = wait.slot === SLOT_BY_WAIT ? slotOfWait(block, wait.waitId) : wait.slot;
  const waiting = slot === undefined ? undefined : block.executions[slot];
  if (waiting?.waitId === wait.waitId) put(draft, block, { ...waiting, ...change });
}

/** By the executions of a pass: the slot of each wait, once an event of version 1 has asked for one. */
const slotsByWait = new WeakMap<BlockStateDraft["executions"], Map<string, Slot>>();

function slotOfWait({ executions }: BlockStateDraft, waitId: string): Slot | undefined {
  const known = slotsByWait.get(executions);
  if (known !== undefined) return known.get(waitId);
  const slots = new Map<string, Slot>();
  for (const { slot, waitId: id } of Object.values<ExecutionState>(executions))
    if (id !== null) slots.set(id, slot);
  slotsByWait.set(executions, slots);
  return slots.get(waitId);
}

function put(draft: RunStateDraft, block: BlockStateDraft, after: ExecutionState): void {
  const before = block.executions[after.slot];
  block.executions[after.slot] = after;
  if (after.waitId !== null) slotsByWait.get(block.executions)?.set(after.waitId, after.slot);
  block.ended += Number(hasEnded(after)) - Number(before !== undefined && hasEnded(before));
  block.awaiting += Number(awaits(after)) - Number(before !== undefined && awaits(before));
  moveBlock(draft, block, executingState(block));
}

/** Gives a pass another state and keeps the counts of what is live. */
export function moveBlock(draft: RunStateDraft, block: BlockStateDraft, to: BlockRunState): void {
  draft.running += Number(to === "running") - Number(block.state === "running");
  draft.waiting += Number(to === "waiting") - Number(block.state === "waiting");
  block.state = to;
}

function blankExecution(slot: Slot): ExecutionState {
  return {
    slot,
    state: "intended",
    attempt: 1,
    waitId: null,
    waitKind: null,
    deadline: null,
    deliveryId: null,
    expired: false,
  };
}

/** A pass waits when each of its executions has ended or waits, and one still waits. */
function executingState(block: BlockStateDraft): BlockRunState {
  if (block.outcome !== null) return block.state;
  const all = block.action?.executions ?? 0;
  return block.awaiting > 0 && block.awaiting + block.ended >= all ? "waiting" : "running";
}

function hasEnded({ state }: ExecutionState): boolean {
  return state === "success" || state === "failed";
}

function awaits({ state, deliveryId, expired }: ExecutionState): boolean {
  return state === "waiting" && deliveryId === null && !expired;
}
