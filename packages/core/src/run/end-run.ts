/** How a run ends: End names the outputs, failures are counted, and nothing is green that failed. */
import { type BlockState, blockPath, type RunFailure } from "../log/index.ts";
import { failuresOf } from "./failures.ts";
import type { Outputs, Progress } from "./progress.ts";
import { readiness } from "./release.ts";

export const LIMIT_REASON = "the run reached its limit of 1,000 block executions";
export const CANCEL_REASON = "the run was cancelled";
const STUCK_REASON = "what it waits for waits for it";

/** Nothing is live: evaluates End, then records RunFinished. Gives the outputs. */
export function endRun(progress: Progress): Outputs {
  const { document, graph, state } = progress;
  for (const { id } of document.blocks) {
    if (progress.passOf(id) !== undefined || !isLast(progress, id)) continue;
    if (readiness(graph, state, id).kind === "released") progress.run(blockPath(id));
  }
  // Only a cycle is left over, which validation refuses; no run may wait for it all the same.
  for (const { id } of document.blocks)
    if (progress.passOf(id) === undefined) progress.skip(id, STUCK_REASON);
  return finishRun(progress, "ended");
}

/** Records RunFinished with what the blocks came to. Gives the outputs; none of a cancelled run. */
export function finishRun(progress: Progress, how: "ended" | "cancelled"): Outputs {
  const { document, catalogue, state } = progress;
  const { handled, unhandled } = failuresOf(document, catalogue, state);
  const failure = how === "cancelled" ? null : failureOf(progress, unhandled);
  const ended = failure === null ? "succeeded" : "failed";
  progress.record({
    v: 2,
    type: "RunFinished",
    state: how === "cancelled" ? "cancelled" : ended,
    handledFailures: handled.length,
    unhandledFailures: unhandled.length,
    failure,
  });
  return how === "cancelled" ? {} : outputsOf(progress);
}

function outputsOf(progress: Progress): Outputs {
  const ends = progress.document.blocks.filter(
    ({ id }) => isLast(progress, id) && progress.passOf(id)?.outcome === "succeeded",
  );
  return Object.fromEntries(
    ends.flatMap(({ id }) => Object.entries(progress.outputsOf(blockPath(id)))),
  );
}

/** End names the outputs, so it comes after everything else. */
function isLast(progress: Progress, blockId: string): boolean {
  return progress.find(blockId).spec.kind === "end";
}

/** Why the run failed; null: it did not. */
function failureOf(progress: Progress, unhandled: readonly BlockState[]): RunFailure | null {
  const cut = skippedBecause(progress, LIMIT_REASON);
  if (cut !== undefined)
    return {
      code: "BLOCK_EXECUTION_LIMIT",
      message: sentence(LIMIT_REASON),
      blockId: cut.blockId,
      path: cut.path,
    };
  const stuck = skippedBecause(progress, STUCK_REASON);
  if (stuck !== undefined)
    return {
      code: "CALLBACK_CYCLE",
      message: `Block ${nameOf(progress, stuck)} waits for a callback that waits for it.`,
      blockId: stuck.blockId,
      path: stuck.path,
    };
  const first = unhandled[0];
  if (first === undefined) return null;
  const { failure } = first;
  return {
    code: failure?.class ?? "F-INTERNAL",
    message: [
      `Block ${nameOf(progress, first)} failed.`,
      failure?.failureIndicator,
      failure?.message,
    ]
      .filter((part) => part !== undefined)
      .join(" "),
    blockId: first.blockId,
    path: first.path,
  };
}

function skippedBecause({ state }: Progress, reason: string): BlockState | undefined {
  return Object.values<BlockState>(state.blocks).find(({ skipReason }) => skipReason === reason);
}

function nameOf({ graph }: Progress, { blockId }: BlockState): string {
  return graph.blocks.get(blockId)?.name ?? blockId;
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
