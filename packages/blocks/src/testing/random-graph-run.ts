/** Runs a random playbook from any log on, ending its actions and delays in a random order. */
import {
  type BlockPath,
  type BlockState,
  blockIdOf,
  executionSlot,
  foldRun,
  passAt,
  type RunEvent,
  type RunEventBody,
  type RunState,
  slotNamed,
} from "@callbook/core/log";
import type { ResultReader } from "@callbook/core/results";
import { finishBlockEvents, nextSteps, type Step } from "@callbook/core/run";
import { entriesFor, fail, keptOutcome, type Outcome, ok } from "./outcomes.ts";
import { idOf } from "./playbook.ts";
import type { RandomGraph } from "./random-graph.ts";
import { AT, catalogue } from "./run.ts";

/** More turns than any run of a random playbook can need. */
const TURNS = 100;

/** The log of a whole run that goes on from `begun`. Throws when it does not come to an end. */
export function runOn(graph: RandomGraph, begun: readonly RunEvent[]): readonly RunEvent[] {
  const { document, order } = graph;
  const events = [...begun];
  const append = (...bodies: readonly RunEventBody[]) => {
    for (const event of bodies) events.push({ seq: events.length + 1, at: AT, event });
  };
  if (events.length === 0) append({ v: 1, type: "RunStarted", revisionId: 1, testRun: false });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const state = foldRun(events);
    if (state.finishedAt !== null) return events;
    for (const step of stepsAfter(graph, events)) {
      if (step.kind === "record") append(...step.events);
      else append(...started(graph, step.path, turn));
    }
    const live = liveIn(foldRun(events));
    const pass = live[(order[turn % order.length] ?? 0) % Math.max(live.length, 1)];
    if (pass === undefined) continue;
    const { path } = pass;
    append(...slotEnd(pass));
    const now = foldRun(events);
    const results = [keptOutcome(outcomeOf(graph, path))];
    const finished = { document, catalogue, state: now, path, results, failure: null };
    append(...finishBlockEvents({ ...finished, handle: () => null }));
  }
  throw new Error("the run hangs");
}

/** How the run goes on after these events. */
export function stepsAfter(graph: RandomGraph, events: readonly RunEvent[]): readonly Step[] {
  const state = foldRun(events);
  const { document } = graph;
  return nextSteps({ document, state, catalogue, results: readerOf(graph, state) });
}

const DELAY = slotNamed("delay");

function started(graph: RandomGraph, path: BlockPath, turn: number): readonly RunEventBody[] {
  const start = { v: 1, type: "BlockStarted", path, blockId: blockIdOf(path) } as const;
  if (kindOf(graph, path) === "delay") {
    const wait = { path, slot: DELAY, waitId: `w_${turn}`, kind: "delay", deadline: AT } as const;
    return [
      { ...start, action: null },
      { v: 2, type: "BlockWaiting", ...wait },
    ];
  }
  const appRunId = turn + 1;
  const appRuns = [{ appRunId, connectionId: 1, connection: "first" }];
  const slot = executionSlot(appRunId, 0);
  return [
    { ...start, action: { actionRunId: appRunId, appRuns, executions: 1 } },
    { v: 2, type: "RequestIntended", path, slot, attempt: 1 },
  ];
}

/** That the call of an action has come back or the time of a delay is over, as far as the log does not have it yet. */
function slotEnd({ path, executions, action }: BlockState): readonly RunEventBody[] {
  if (action !== null) {
    const slot = executionSlot(action.actionRunId, 0);
    if (executions[slot]?.state === "success") return [];
    return [{ v: 2, type: "ExecutionFinished", path, slot, status: "success" }];
  }
  const wait = executions[DELAY];
  if (wait === undefined || wait.waitId === null || wait.state !== "waiting") return [];
  const { waitId } = wait;
  return [
    ...(wait.expired
      ? []
      : [{ v: 2, type: "WaitExpired", path, slot: DELAY, waitId } satisfies RunEventBody]),
    { v: 2, type: "ExecutionFinished", path, slot: DELAY, status: "success" },
  ];
}

/** Passes of actions and delays that have not ended. */
function liveIn(state: RunState): readonly BlockState[] {
  return Object.values<BlockState>(state.blocks)
    .filter((block) => block.state === "running" || block.state === "waiting")
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Of random playbooks only the results of actions are read. */
function readerOf(graph: RandomGraph, state: RunState): ResultReader {
  return {
    inputs: () => ({}),
    handle: () => null,
    pass: (path) => {
      const pass = passAt(state, path);
      if (pass === undefined || pass.outcome === null || pass.action === null) return undefined;
      const name = graph.names[indexOf(graph, path)] ?? "";
      const run = { id: pass.action.actionRunId, name, command: "lookup ip" };
      return { entries: entriesFor(run, [[outcomeOf(graph, path)]]), value: () => undefined };
    },
  };
}

function outcomeOf(graph: RandomGraph, path: BlockPath): Outcome {
  const block = graph.blocks[indexOf(graph, path)];
  return block?.kind === "action" && block.fails ? fail : ok;
}

function kindOf(graph: RandomGraph, path: BlockPath) {
  return graph.blocks[indexOf(graph, path)]?.kind;
}

function indexOf({ names }: RandomGraph, path: BlockPath): number {
  return names.findIndex((name) => idOf(name) === path);
}
