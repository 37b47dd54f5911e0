/**
 * Decides how a run goes on. Takes a run forward as far as can be known
 * without an effect: pure blocks are evaluated, callbacks called, dead paths
 * skipped, and what all of that amounts to is one record.
 */
import { type BlockState, blockPath, lastCall } from "../log/index.ts";
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
  { events, lines, stored }: Progress,
  outputs: Outputs,
  performed: readonly Performed[],
): readonly Step[] {
  const record: Step = { kind: "record", events, lines, stored, outputs };
  return events.length === 0 ? performed : [record, ...performed];
}

/** A pass that was started and has not ended. */
function isLive({ state }: Progress): boolean {
  return state.running + state.waiting > 0;
}

/** Runs what core evaluates to a fix-point; gives the passes to perform that are released. */
function takeForward(progress: Progress): readonly Performed[] {
  const { graph, state, document } = progress;
  for (const pass of Object.values<BlockState>(state.blocks)) completePass(progress, pass);
  const start = document.blocks.filter(
    ({ id }) => isEntrance(progress, id) && isOpen(progress, id),
  );
  for (const { id } of start) progress.run(blockPath(id));
  const performed = new Map<string, Performed>();
  const open = document.blocks.map(({ id }) => id).filter((id) => isOpen(progress, id));
  progress.touched.splice(0, progress.touched.length, ...byDecision(progress, open));
  for (let id = progress.touched.shift(); id !== undefined; id = progress.touched.shift()) {
    if (!isOpen(progress, id) || performed.has(id)) continue;
    const now = readiness(graph, state, id);
    const { kind } = progress.find(id).spec;
    const path = blockPath(id);
    if (now.kind === "open") continue;
    if (now.kind === "skipped") progress.skip(id, now.reason);
    else if (kind === "end") continue;
    else if (state.blockExecutions + performed.size >= BLOCK_EXECUTION_LIMIT)
      progress.skip(id, LIMIT_REASON);
    else if (kind === "effect" || kind === "wait")
      performed.set(id, { kind: "perform", path, blockId: id, releasedBy: now.args });
    else progress.run(path);
  }
  return [...performed.values()];
}

function isOpen(progress: Progress, blockId: string): boolean {
  return progress.passOf(blockId) === undefined;
}

/** Finishes what a log that was cut short left undone; logs of version 1 could be cut within a pass. */
function completePass(progress: Progress, pass: BlockState): void {
  const { kind } = progress.find(pass.blockId).spec;
  const isEvaluated = kind !== "effect" && kind !== "wait";
  if (pass.state === "running" && isEvaluated) progress.run(pass.path);
  else if (pass.outcome !== null || pass.state === "skipped") progress.call(pass);
}

/** Start: nothing may lead to it, so the run itself releases it. */
function isEntrance(progress: Progress, blockId: string): boolean {
  return progress.find(blockId).spec.kind === "entry";
}

/**
 * Blocks in the order in which their last callback was called or died; those of one event in the
 * order of these callbacks in the document, those without any in that of the blocks.
 */
function byDecision(progress: Progress, blockIds: readonly string[]): readonly string[] {
  const { graph, state, document } = progress;
  const places = new Map(document.callbacks.map(({ id }, place) => [id, place]));
  const decided = blockIds.flatMap((id) => {
    const now = readiness(graph, state, id);
    if (now.kind === "open") return [];
    const deciding = graph.incoming(id).find((one) => lastCall(state, one.id)?.seq === now.seq);
    // Where nothing leads to a block, nothing decides.
    const place = deciding === undefined ? 0 : places.get(deciding.id);
    return [{ id, seq: now.seq, place: place ?? 0 }];
  });
  return decided.sort((a, b) => a.seq - b.seq || a.place - b.place).map(({ id }) => id);
}

/** After a cancel nothing is released; once what was live has ended, the rest is skipped and the run ends. */
function cancelRun(progress: Progress): Outputs {
  const { document, state } = progress;
  for (const pass of Object.values<BlockState>(state.blocks)) completePass(progress, pass);
  if (isLive(progress)) return null;
  for (const { id } of document.blocks) if (isOpen(progress, id)) progress.skip(id, CANCEL_REASON);
  return finishRun(progress, "cancelled");
}
