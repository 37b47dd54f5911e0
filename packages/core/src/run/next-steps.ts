/**
 * Decides how a run goes on. Takes a run forward as far as can be known
 * without an effect: pure blocks are evaluated, callbacks called, dead paths
 * skipped, and what all of that amounts to is one record.
 */
import { CANCEL_REASON, endRun, finishRun, LIMIT_REASON } from "./end-run.ts";
import { type Outputs, Progress, type RunSituation } from "./progress.ts";
import { readiness } from "./release.ts";
import type { Step } from "./step.ts";

/** Block executions a run may have. */
export const BLOCK_EXECUTION_LIMIT = 1_000;

/**
 * At most one `record` with everything that is known now, before the `perform`
 * of each effect block that is released, in the order of their release. A
 * block is named again by every later call until its BlockStarted is in the
 * state. Empty: the run has not started, has ended, or waits for something.
 * Nothing that the state holds is evaluated or recorded again. Pure. Throws
 * when the document holds a block of an unknown type (a revision cannot).
 */
export function nextSteps(situation: RunSituation): readonly Step[] {
  const { state } = situation;
  if (state.startedAt === null || state.finishedAt !== null) return [];
  const progress = new Progress(situation);
  if (state.cancelRequestedBy !== null) return stepsOf(progress, cancelRun(progress), []);
  const performed = takeForward(progress);
  const ended = performed.length === 0 && !isLive(progress) ? endRun(progress) : null;
  return stepsOf(progress, ended, performed);
}

type Performed = Extract<Step, { kind: "perform" }>;

function stepsOf(
  { events, logs }: Progress,
  outputs: Outputs,
  performed: readonly Performed[],
): readonly Step[] {
  const record: Step = { kind: "record", events, logs, outputs };
  return events.length === 0 ? performed : [record, ...performed];
}

/** A block that was started and has not ended. */
function isLive({ state }: Progress): boolean {
  return Object.values(state.blocks).some((block) =>
    ["queued", "running", "waiting"].includes(block.state),
  );
}

/** Runs pure blocks to a fix-point; gives the effect blocks that are released. */
function takeForward(progress: Progress): readonly Performed[] {
  const { graph, state, document } = progress;
  for (const { id } of document.blocks) completeBlock(progress, id);
  const start = document.blocks.filter(({ id }) => isEntrance(progress, id) && !state.blocks[id]);
  for (const { id } of start) progress.run(id);
  const performed = new Map<string, Performed>();
  const open = document.blocks.map(({ id }) => id).filter((id) => state.blocks[id] === undefined);
  progress.touched.splice(0, progress.touched.length, ...byDecision(progress, open));
  for (let id = progress.touched.shift(); id !== undefined; id = progress.touched.shift()) {
    if (state.blocks[id] !== undefined || performed.has(id)) continue;
    const now = readiness(graph, state, id);
    if (now.kind === "open") continue;
    if (now.kind === "skipped") progress.skip(id, now.reason);
    else if (progress.isLast(id)) continue;
    else if (state.blockExecutions + performed.size >= BLOCK_EXECUTION_LIMIT)
      progress.skip(id, LIMIT_REASON);
    else if (progress.find(id).spec.evaluate !== null) progress.run(id);
    else performed.set(id, { kind: "perform", path: id, blockId: id, releasedBy: now.args });
  }
  return [...performed.values()];
}

/** Finishes what a log that was cut short left undone. */
function completeBlock(progress: Progress, blockId: string): void {
  const state = progress.stateOf(blockId);
  if (state === undefined) return;
  const isPure = progress.find(blockId).spec.evaluate !== null;
  if (state.state === "running" && isPure) progress.finish(blockId);
  else if (state.outcome !== null || state.state === "skipped") progress.call(blockId, null);
}

/** Start: nothing may lead to it, so the run itself releases it. */
function isEntrance(progress: Progress, blockId: string): boolean {
  return !progress.find(blockId).spec.limits.incoming;
}

/** Blocks in the order in which their last callback was called or died; the document's order among equals. */
function byDecision({ graph, state }: Progress, blockIds: readonly string[]): readonly string[] {
  const decided = blockIds.flatMap((id) => {
    const now = readiness(graph, state, id);
    return now.kind === "open" ? [] : [{ id, seq: now.seq }];
  });
  return decided.sort((a, b) => a.seq - b.seq).map(({ id }) => id);
}

/** After a cancel nothing is released; once what was live has ended, the rest is skipped and the run ends. */
function cancelRun(progress: Progress): Outputs {
  const { document, state } = progress;
  for (const { id } of document.blocks) completeBlock(progress, id);
  if (isLive(progress)) return null;
  for (const { id } of document.blocks)
    if (state.blocks[id] === undefined) progress.skip(id, CANCEL_REASON);
  return finishRun(progress, "cancelled");
}
