/** What must hold of every run of every playbook, however many of them are tried. */
import {
  type BlockState,
  type CallbackState,
  emptyRunState,
  foldOnto,
  foldRun,
  type RunEvent,
  type RunEventBody,
} from "@callbook/core/log";
import { mayLeadOn } from "@callbook/core/run";
import fc from "fast-check";
import { expect, test } from "vitest";
import { predict, type RandomGraph, randomGraph } from "./random-graph.ts";
import { runOn, stepsAfter } from "./random-graph-run.ts";

/** Declares one test a property, each over this many random playbooks. */
export function testRandomGraphs(runs: number): void {
  const holds = (property: (graph: RandomGraph) => void) => () => {
    fc.assert(fc.property(randomGraph, property), { numRuns: runs });
  };
  const over = `over ${runs.toLocaleString("en")} random playbooks`;

  test(
    `${over}, no run hangs and each block and callback comes to what the model says`,
    holds((graph) => expectPredicted(graph, runOn(graph, []))),
  );

  test(
    `${over}, each block runs at most once and each callback is called or dies once`,
    holds((graph) => {
      const once = runOn(graph, []).flatMap(({ event }) => {
        const { called, died } = decidedIn(event);
        const isCallback = event.type === "CallbackCalled" || event.type === "CallbackDied";
        const own = "path" in event ? `${event.type} ${event.path}` : event.type;
        return [...(isCallback ? [] : [own]), ...called, ...died];
      });
      expect(new Set(once).size).toBe(once.length);
    }),
  );

  test(
    `${over}, the fold is the same however the log is cut, and read over again`,
    holds((graph) => {
      const events = runOn(graph, []);
      const at = Math.floor(graph.cut * events.length);
      const whole = foldRun(events);
      const front = foldOnto(emptyRunState, events.slice(0, at));
      expect(foldOnto(front, events.slice(at))).toEqual(whole);
      expect(foldOnto(front, events.slice(Math.floor(at / 2)))).toEqual(whole);
      expect(events.reduce((state, event) => foldOnto(state, [event]), emptyRunState)).toEqual(
        whole,
      );
    }),
  );

  test(
    `${over}, a run that goes on from a log cut anywhere comes to the same and repeats nothing`,
    holds((graph) => {
      const events = runOn(graph, []);
      const front = events.slice(0, Math.floor(graph.cut * events.length));
      const again = runOn(graph, front);
      expect(again.slice(0, front.length)).toEqual(front);
      expectPredicted(graph, again);
      const started = again.flatMap(({ event }) =>
        event.type === "BlockStarted" || event.type === "BlockRan" ? [event.path] : [],
      );
      expect(new Set(started).size).toBe(started.length);
    }),
  );

  test(
    `${over}, an event within a pass leads the run nowhere that it would not have gone before`,
    holds((graph) => {
      const events = runOn(graph, []);
      for (const [place, { event }] of events.entries())
        if (!mayLeadOn(event))
          expect(stepsAfter(graph, events.slice(0, place + 1))).toEqual(
            stepsAfter(graph, events.slice(0, place)),
          );
    }),
  );

  test(
    `${over}, the same playbook and the same order of answers give the same log, callbacks of a port in the document's order`,
    holds((graph) => {
      const events = runOn(graph, []);
      expect(runOn(graph, [])).toEqual(events);
      const called = events.flatMap(({ event }) => decidedIn(event).called);
      const { callbacks } = graph.document;
      const ports = Map.groupBy(callbacks, ({ source, port }) => `${source} ${port}`);
      for (const port of ports.values()) {
        const ids = port.map(({ id }) => id);
        const inLog = called.filter((id) => ids.includes(id));
        expect(inLog.length === 0 ? ids : inLog).toEqual(ids);
      }
    }),
  );
}

/** Ids of the callbacks that an event calls or lets die, in their order. */
function decidedIn(event: RunEventBody): {
  readonly called: readonly string[];
  readonly died: readonly string[];
} {
  switch (event.type) {
    case "CallbackCalled":
      return { called: [event.callbackId], died: [] };
    case "CallbackDied":
      return { called: [], died: [event.callbackId] };
    case "BlockRan":
      return { called: event.called.map(([id]) => id), died: event.died.map(([id]) => id) };
    case "BlockSkipped":
      return { called: [], died: event.died };
    default:
      return { called: [], died: [] };
  }
}

function expectPredicted(graph: RandomGraph, events: readonly RunEvent[]): void {
  const predicted = predict(graph);
  const state = foldRun(events);
  const states = Object.values<BlockState>(state.blocks).map(
    (block) => [block.blockId, block.state] as const,
  );
  expect(Object.fromEntries(states)).toEqual(predicted.states);
  const calls = Object.values<readonly CallbackState[]>(state.callbacks).flat();
  const callbacks = calls.map((call) => [call.callbackId, call.state] as const);
  expect(callbacks).toHaveLength(graph.document.callbacks.length);
  expect(Object.fromEntries(callbacks)).toEqual(predicted.callbacks);
  expect(state.state).toBe(predicted.state);
}
