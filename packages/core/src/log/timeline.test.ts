import { expect, test } from "vitest";
import type { RunEventBody } from "./event.ts";
import { emptyRunState, foldRun } from "./fold.ts";
import { blockPath } from "./path.ts";
import { executionSlot } from "./slot.ts";
import { timeline } from "./timeline.ts";

test("a timeline has a row for each block that was started, from its start to its end", () => {
  const bodies: readonly RunEventBody[] = [
    { v: 1, type: "RunStarted", revisionId: 1, testRun: false },
    { v: 1, type: "BlockStarted", path: blockPath("b_a"), blockId: "b_a", action: null },
    {
      v: 1,
      type: "BlockFinished",
      path: blockPath("b_a"),
      blockId: "b_a",
      outcome: "succeeded",
      succeeded: 0,
      total: 0,
      failure: null,
      taken: ["next"],
    },
    {
      v: 2,
      type: "BlockSkipped",
      path: blockPath("b_s"),
      blockId: "b_s",
      reason: "branch not taken",
      died: [],
    },
    {
      v: 1,
      type: "BlockStarted",
      path: blockPath("b_b"),
      blockId: "b_b",
      action: { actionRunId: 1, appRuns: [], executions: 1 },
    },
    {
      v: 2,
      type: "BlockWaiting",
      path: blockPath("b_b"),
      slot: executionSlot(2, 0),
      waitId: "w",
      kind: "callback",
      deadline: "2026-01-01T00:01:00.000Z",
    },
  ];
  const events = bodies.map((event, index) => ({
    seq: index + 1,
    at: `2026-01-01T00:00:0${index}.000Z`,
    event,
  }));
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const due = "2026-01-01T00:01:00.000Z";
  expect(timeline(foldRun(events))).toEqual([
    { blockId: "b_a", path: "b_a", state: "succeeded", from: at(1), to: at(2), deadline: null },
    { blockId: "b_b", path: "b_b", state: "waiting", from: at(4), to: null, deadline: due },
  ]);
  expect(timeline(emptyRunState)).toEqual([]);
});
