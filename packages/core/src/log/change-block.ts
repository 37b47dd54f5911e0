/** How a pass begins, ends and is skipped, in the state that is being folded. */
import { type Place, putDeath } from "./change-calls.ts";
import {
  type BlockStateDraft,
  blankBlock,
  ownBlock,
  putBlock,
  type RunStateDraft,
} from "./draft.ts";
import type { EventOf } from "./event.ts";
import { moveBlock } from "./executions.ts";

/** A pass from its beginning; what there was of it before no longer counts. */
function newBlock(
  draft: RunStateDraft,
  { path, blockId }: Pick<BlockStateDraft, "path" | "blockId">,
): BlockStateDraft {
  const before = ownBlock(draft, path);
  if (before !== undefined) moveBlock(draft, before, "queued");
  const block = blankBlock(path, blockId);
  putBlock(draft, block);
  return block;
}

/** Begins a pass. */
export function startBlock(
  draft: RunStateDraft,
  event: Pick<EventOf<"BlockStarted">, "path" | "blockId">,
  action: EventOf<"BlockStarted">["action"],
  { at }: Place,
): void {
  draft.blockExecutions += 1;
  const block = newBlock(draft, event);
  block.startedAt = at;
  block.action = action;
  moveBlock(draft, block, "running");
}

/** Ends a pass with its outcome. */
export function finishBlock(
  draft: RunStateDraft,
  event: Omit<EventOf<"BlockFinished">, "v" | "type">,
  { at }: Place,
): void {
  const block = ownBlock(draft, event.path) ?? newBlock(draft, event);
  block.finishedAt = at;
  block.outcome = event.outcome;
  block.succeeded = event.succeeded;
  block.total = event.total;
  block.failure = event.failure;
  block.taken = event.taken;
  moveBlock(draft, block, event.outcome);
}

/** Skips a pass, whose callbacks die with it. */
export function skipBlock(
  draft: RunStateDraft,
  event: EventOf<"BlockSkipped">,
  place: Place,
): void {
  const { path, reason } = event;
  const block = newBlock(draft, event);
  block.state = "skipped";
  block.finishedAt = place.at;
  block.skipReason = reason;
  for (const callbackId of event.died)
    putDeath(draft, { callbackId, path, reason: "source skipped" }, place);
}
