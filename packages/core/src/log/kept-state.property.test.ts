import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEventBody } from "./event.ts";
import { emptyRunState, foldRun } from "./fold.ts";
import { KeptState } from "./kept-state.ts";
import { blockPath } from "./path.ts";
import { executionSlot } from "./slot.ts";
import { type Choose, randomLog, recorded } from "./testing/random-log.ts";

const AT = "2026-01-02T03:04:05.000Z";

describe("A state that its recorder keeps in place", () => {
  test("is what folding gives, in whatever pieces a log is recorded, written or dropped", () => {
    fc.assert(
      fc.property(fc.gen(), fc.nat(120), (generator, steps) => {
        const choose: Choose = (below) => generator(fc.nat, { max: Math.max(0, below - 1) });
        const events = recorded(randomLog({ choose, steps, present: true }));
        let onDisk = choose(events.length + 1);
        let ahead = onDisk;
        const opened = foldRun(events.slice(0, onDisk));
        const untouched = structuredClone(opened);
        const kept = new KeptState(opened);
        for (let event = events[ahead]; event !== undefined; event = events[ahead]) {
          const what = choose(5);
          if (what === 0) {
            kept.drop();
            ahead = onDisk;
          } else if (what === 1) {
            kept.commit();
            onDisk = ahead;
          } else {
            kept.record(event.event, event.at);
            ahead += 1;
          }
          expect(kept.onDisk).toEqual(foldRun(events.slice(0, onDisk)));
          expect(kept.ahead).toEqual(foldRun(events.slice(0, ahead)));
          expect(kept.recorded).toEqual(events.slice(onDisk, ahead));
        }
        expect(opened).toEqual(untouched);
      }),
      { numRuns: 200 },
    );
  });

  test("copies nothing of a pass for a turn: what it has is what it had", () => {
    const path = blockPath("b_a");
    const kept = new KeptState(emptyRunState);
    const turn = (...events: readonly RunEventBody[]) => {
      for (const event of events) kept.record(event, AT);
      kept.commit();
    };
    const action = { actionRunId: 1, appRuns: [], executions: 9 };
    turn(
      { v: 1, type: "RunStarted", revisionId: 1, testRun: false },
      { v: 1, type: "BlockStarted", path, blockId: path, action },
    );
    const before = [kept.onDisk.blocks[path]?.executions, kept.ahead.blocks[path]?.executions];
    for (let number = 0; number < 5; number += 1)
      turn({
        v: 2,
        type: "ExecutionFinished",
        path,
        slot: executionSlot(1, number),
        status: "success",
      });
    expect(Object.keys(before[0] ?? {})).toHaveLength(5);
    expect(kept.onDisk.blocks[path]?.executions).toBe(before[0]);
    expect(kept.ahead.blocks[path]?.executions).toBe(before[1]);
  });
});
