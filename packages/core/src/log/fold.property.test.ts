import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftOf } from "./draft.ts";
import type { RunEvent } from "./event.ts";
import { applyEvent, emptyRunState, foldOnto, foldRun, reduce } from "./fold.ts";
import type { BlockState, ExecutionState, RunState } from "./state.ts";
import { type Choose, randomLog, recorded } from "./testing/random-log.ts";

/** Holds of a run log whatever happened in its run. */
function holds(check: (events: readonly RunEvent[], choose: Choose) => void): void {
  fc.assert(
    fc.property(fc.gen(), fc.nat(120), (generator, steps) => {
      const choose: Choose = (below) => generator(fc.nat, { max: Math.max(0, below - 1) });
      check(recorded(randomLog({ choose, steps, present: true })), choose);
    }),
    { numRuns: 200 },
  );
}

describe("However the events of a run come together, they fold to one state", () => {
  test("in packed groups, split anywhere and read back from JSON, as one by one", () => {
    holds((events, choose) => {
      const single = events.reduce(reduce, emptyRunState);
      expect(foldRun(events)).toEqual(single);
      const packed = split(events, choose).map((group): string => JSON.stringify(group));
      const groups = packed.map((row): readonly RunEvent[] => JSON.parse(row));
      expect(groups.reduce(foldOnto, emptyRunState)).toEqual(single);
      expect(foldRun(groups.flat())).toEqual(single);
    });
  });

  test("in place, as by copies that nobody may change", () => {
    holds((events) => {
      const draft = draftOf(emptyRunState);
      let copied = emptyRunState;
      for (const event of events) {
        applyEvent(draft, event);
        copied = deepFreeze(reduce(copied, event));
      }
      expect(draft).toEqual(copied);
    });
  });

  test("from any state on that was reached before, which stays as it was", () => {
    holds((events, choose) => {
      const middle = choose(events.length + 1);
      const before = foldRun(events.slice(0, middle));
      const kept = structuredClone(before);
      expect(foldOnto(before, events.slice(middle))).toEqual(foldRun(events));
      expect(before).toEqual(kept);
    });
  });

  test("and what was folded is folded again without effect", () => {
    holds((events, choose) => {
      const state = foldRun(events);
      expect(foldOnto(state, events)).toEqual(state);
      const again = events.slice(choose(events.length + 1));
      expect(foldOnto(state, again)).toEqual(state);
      expect(foldRun([...events, ...again])).toEqual(state);
    });
  });
});

test("The counters of a state are what counting gives, after every event", () => {
  holds((events) => {
    const draft = draftOf(emptyRunState);
    for (const event of events) {
      applyEvent(draft, event);
      expect(countersOf(draft)).toEqual(counted(draft));
      if (draft.finishedAt !== null || draft.startedAt === null) continue;
      const waits = draft.running === 0 && draft.waiting > 0;
      expect(draft.state).toBe(waits ? "waiting" : "running");
    }
  });
});

function split(events: readonly RunEvent[], choose: Choose): readonly (readonly RunEvent[])[] {
  const groups: (readonly RunEvent[])[] = [];
  for (let from = 0; from < events.length; ) {
    const to = from + 1 + choose(9);
    groups.push(events.slice(from, to));
    from = to;
  }
  return groups;
}

function blocksOf({ blocks }: RunState): readonly BlockState[] {
  return Object.values<BlockState>(blocks);
}

function countersOf(state: RunState) {
  const ofBlocks = blocksOf(state).map(({ ended, awaiting }) => [ended, awaiting]);
  return { running: state.running, waiting: state.waiting, ofBlocks };
}

function counted(state: RunState) {
  const passes = blocksOf(state);
  const ofBlocks = passes.map(({ executions }) => {
    const all = Object.values<ExecutionState>(executions);
    return [
      all.filter((one) => one.state === "success" || one.state === "failed").length,
      all.filter((one) => one.state === "waiting" && one.deliveryId === null && !one.expired)
        .length,
    ];
  });
  return {
    running: passes.filter((pass) => pass.state === "running").length,
    waiting: passes.filter((pass) => pass.state === "waiting").length,
    ofBlocks,
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
