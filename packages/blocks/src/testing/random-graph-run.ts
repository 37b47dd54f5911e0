/** Runs a random playbook from any log on, ending its actions and delays in a random order. */
import {
  type BlockPath,
  type BlockState,
  blockIdOf,
  foldRun,
  passAt,
  type RunEvent,
  type RunEventBody,
  type RunState,
  slotNamed,
} from "@callbook/core/log";
import type { ResultReader } from "@callbook/core/results";
import { finishBlockEvents, nextSteps } from "@callbook/core/run";
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
    const reader = readerOf(graph, state);
    for (const step of nextSteps({ document, state, catalogue, results: reader })) {
      if (step.kind === "record") append(...step.events);
      else append(...started(graph, step.path, turn));
    }
    const live = liveIn(foldRun(events));
    const pass = live[(order[turn % order.length] ?? 0) % Math.max(live.length, 1)];
    if (pass === undefined) continue;
    const { path } = pass;
    append(...expired(pass));
    const now = foldRun(events);
    const results = [keptOutcome(outcomeOf(graph, path))];
    const finished = { document, catalogue, state: now, path, results, failure: null };
    append(...finishBlockEvents({ ...finished, handle: () => null }));
  }
  throw new Error("the run hangs");
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
  const appRuns = [{ appRunId: turn + 1, connectionId: 1, connection: "first" }];
  return [{ ...start, action: { actionRunId: turn + 1, appRuns, executions: 1 } }];
}

/** That the time of a delay is over, as far as the log does not have it yet. */
function expired({ path, executions }: BlockState): readonly RunEventBody[] {
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
