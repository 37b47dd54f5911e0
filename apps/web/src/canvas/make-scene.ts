/** The whole scene, with every view kept as the same object while nothing of it changed. */
import type { Catalogue } from "@callbook/core/block";
import {
  type Callback,
  indexDocument,
  type PlaybookDocument,
  type Problem,
} from "@callbook/core/document";
import {
  type BlockState,
  type CallbackState,
  lastCall,
  lastPass,
  passAt,
  type RunState,
} from "@callbook/core/log";
import { formatDuration } from "../ui/index.ts";
import { passesByBlock } from "./block-passes.ts";
import { tookMs } from "./block-run-view.ts";
import { planCallbacks } from "./callback-plan.ts";
import { type BlockView, type CallbackView, readingOrder, type Scene } from "./scene.ts";
import { blockView } from "./scene-block.ts";

export interface SceneFacts {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly connections: ReadonlyMap<number, string>;
  /** The run that is shown, with the revision that ran; null: none. */
  readonly run: { readonly state: RunState; readonly document: PlaybookDocument } | null;
  readonly problems: readonly Problem[];
}

const NO_PASSES: ReadonlyMap<string, readonly BlockState[]> = new Map();

/** @param before the scene drawn last; its unchanged views are used again, so that nothing is drawn twice */
export function makeScene(facts: SceneFacts, before: Scene): Scene {
  const { document } = facts;
  const index = indexDocument(document);
  const problems = byBlock(facts.problems);
  // What was added after the run began has no part in it.
  const ran = facts.run === null ? null : indexDocument(facts.run.document);
  const passes = facts.run === null ? NO_PASSES : passesByBlock(facts.run.state);
  const blocks = new Map<string, BlockView>();
  for (const block of document.blocks) {
    const hasPart = ran?.blocks.has(block.id) === true;
    const view = blockView({
      block,
      incoming: index.incoming(block.id),
      outgoing: index.outgoing(block.id),
      catalogue: facts.catalogue,
      connections: facts.connections,
      run: hasPart ? (facts.run?.state ?? null) : null,
      passes: hasPart ? (passes.get(block.id) ?? []) : [],
      problems: problems.get(block.id) ?? [],
    });
    blocks.set(block.id, kept(before.blocks.get(block.id), view));
  }
  return {
    blocks,
    callbacks: callbackViews(facts, blocks, before),
    order: kept(before.order, readingOrder(blocks.values())),
  };
}

function callbackViews(
  facts: SceneFacts,
  blocks: ReadonlyMap<string, BlockView>,
  before: Scene,
): ReadonlyMap<string, CallbackView> {
  const problems = new Map(
    facts.problems.flatMap((one) => (one.callbackId === null ? [] : [[one.callbackId, one]])),
  );
  const ran = facts.run === null ? null : indexDocument(facts.run.document);
  const bare = facts.document.callbacks.flatMap((callback) => {
    const source = blocks.get(callback.source);
    const target = blocks.get(callback.target);
    if (source === undefined || target === undefined) return [];
    const run = ran?.callbacks.has(callback.id) === true ? (facts.run?.state ?? null) : null;
    return [bareView(callback, source, target, run, problems.get(callback.id) ?? null)];
  });
  const plans = planCallbacks(
    new Map([...blocks].map(([id, view]) => [id, view.box])),
    bare.map((view) => ({ ...view, pillWidth: pillWidth(view) })),
  );
  const views = new Map<string, CallbackView>();
  for (const view of bare) {
    const plan = plans.get(view.id);
    if (plan === undefined) continue;
    views.set(view.id, kept(before.callbacks.get(view.id), { ...view, plan }));
  }
  return views;
}

type BareView = Omit<CallbackView, "plan">;

function bareView(
  callback: Callback,
  source: BlockView,
  target: BlockView,
  run: RunState | null,
  problem: Problem | null,
): BareView {
  const port = source.ports.find((candidate) => candidate.id === callback.port);
  const state = run === null ? undefined : lastCall(run, callback.id);
  const shown = lookOf(run, state, port?.kind ?? "normal", source);
  const name = source.kind === "entry" ? source.title.toLowerCase() : (port?.name ?? callback.port);
  const broken = problem !== null && run === null;
  const skips = target.join !== null && !callback.awaited;
  const planned = run === null && skips ? "not awaited" : shown.detail;
  const detail = broken ? shortProblem(problem) : planned;
  const seen = broken ? [detail] : [name, detail, shown.took];
  return {
    id: callback.id,
    source: callback.source,
    port: callback.port,
    target: callback.target,
    portX: port?.x ?? source.box.width / 2,
    look: broken ? "problem" : shown.look,
    name,
    detail,
    took: shown.took,
    label: `${seen.filter((part) => part !== null).join(" ")}, callback ${source.name} to ${target.name}${broken ? `, ${problem.message}` : ""}`,
  };
}

function shortProblem(problem: Problem): string {
  if (problem.code.includes("CYCLE")) return "cycle";
  if (problem.code.includes("UPSTREAM")) return "not upstream";
  return "problem";
}

function lookOf(
  run: RunState | null,
  state: CallbackState | undefined,
  port: "normal" | "error",
  source: BlockView,
): Pick<CallbackView, "look" | "detail" | "took"> {
  if (run === null) return { look: "idle", detail: null, took: null };
  if (state === undefined) {
    const live = run.state === "queued" || run.state === "running" || run.state === "waiting";
    return live
      ? { look: "open", detail: "open", took: null }
      : { look: "dead", detail: "not called", took: null };
  }
  if (state.state === "dead") {
    return { look: "dead", detail: deathWord(state), took: null };
  }
  const ran = sourceOf(run, state, source.id);
  const ms = ran === undefined ? null : tookMs(ran);
  // A block that computes takes no time worth a word.
  const took = ms === null || ms === 0 ? null : formatDuration(ms);
  if (port === "error") {
    const failed = (ran?.total ?? 0) - (ran?.succeeded ?? 0);
    return { look: "error", detail: counted(Math.max(1, failed), "error"), took };
  }
  const total = ran === undefined || ran.action === null ? 0 : ran.total;
  return { look: "called", detail: total > 0 ? counted(total, "result") : null, took };
}

/** The pass that called; logs of version 1 do not name it, and blocks had one. */
function sourceOf(run: RunState, { path }: CallbackState, blockId: string): BlockState | undefined {
  return path === null ? lastPass(run, blockId) : passAt(run, path);
}

function deathWord(state: CallbackState): string {
  switch (state.reason) {
    case "cancelled":
      return "cancelled";
    case "source skipped":
      return "skipped";
    default:
      return "not taken";
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Width of a pill of this text at 11 px, near enough to keep pills apart. */
function pillWidth(view: BareView): number {
  const characters = view.name.length + (view.detail?.length ?? 0) + (view.took?.length ?? 0);
  return 14 + characters * 6 + (view.detail === null ? 0 : 6) + (view.took === null ? 0 : 6);
}

function byBlock(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.blockId === null) continue;
    const group = groups.get(problem.blockId);
    if (group === undefined) groups.set(problem.blockId, [problem]);
    else group.push(problem);
  }
  return groups;
}

/** The earlier object when it says the same. */
function kept<Value>(before: Value | undefined, now: Value): Value {
  return before !== undefined && same(before, now) ? before : now;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => same(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
