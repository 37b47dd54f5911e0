/** Runs a random playbook from any log on, ending its actions in a random order. */
import { resultsEntry } from "@callbook/core/results";
import {
  finishBlockEvents,
  foldRun,
  nextSteps,
  type ResultReader,
  type RunEvent,
  type RunEventBody,
  type RunState,
} from "@callbook/core/run";
import { idOf } from "./playbook.ts";
import type { RandomGraph } from "./random-graph.ts";
import { AT, actionResult, catalogue, fail, ok } from "./run.ts";

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
    const results = readerOf(graph, state);
    for (const step of nextSteps({ document, state, catalogue, results })) {
      if (step.kind === "record") append(...step.events);
      else append(started(step.path, turn));
    }
    const live = actionsOf(foldRun(events));
    const path = live[(order[turn % order.length] ?? 0) % Math.max(live.length, 1)];
    if (path === undefined) continue;
    const now = foldRun(events);
    const entries = [entryOf(graph, path, now)];
    append(...finishBlockEvents({ document, catalogue, state: now, path, entries, failure: null }));
  }
  throw new Error("the run hangs");
}

function started(path: string, turn: number): RunEventBody {
  const appRuns = [{ appRunId: turn + 1, connectionId: 1, connection: "first" }];
  const action = { actionRunId: turn + 1, appRuns, executions: 1 };
  return { v: 1, type: "BlockStarted", path, blockId: path, action };
}

/** Paths of the actions that run. */
function actionsOf(state: RunState): readonly string[] {
  return Object.values(state.blocks)
    .filter((block) => block.state === "running" && block.action !== null)
    .map(({ path }) => path)
    .sort();
}

function readerOf(graph: RandomGraph, state: RunState): ResultReader {
  return {
    inputs: () => ({}),
    handle: () => null,
    results: (path) =>
      (state.blocks[path]?.outcome ?? null) === null ? undefined : [entryOf(graph, path, state)],
  };
}

function entryOf({ names, blocks }: RandomGraph, path: string, state: RunState) {
  const index = names.findIndex((name) => idOf(name) === path);
  const actionRunId = state.blocks[path]?.action?.actionRunId ?? 0;
  const outcome = blocks[index]?.fails === true ? fail : ok;
  return resultsEntry({
    connection: { id: 1, name: "first" },
    integration: { id: 1, name: "Reputation" },
    command: "lookup ip",
    blockName: names[index] ?? "",
    actionRunId,
    appRunId: actionRunId,
    results: [actionResult(outcome, { ip: "192.0.2.1" })],
  });
}
