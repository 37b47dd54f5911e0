import { blockPath, type RunEvent } from "@callbook/core/log";
import { expect, it } from "vitest";
import { emptyLog, withEvents } from "./run-follower.ts";

const at = "2026-01-01T10:00:00.000Z";
const started = (seq: number, blockId: string): RunEvent => ({
  seq,
  at,
  event: { v: 1, type: "BlockStarted", path: blockPath(blockId), blockId, action: null },
});
const log: readonly RunEvent[] = [
  { seq: 1, at, event: { v: 1, type: "RunStarted", revisionId: 1, testRun: true } },
  started(2, "b_one"),
  started(3, "b_two"),
];

it("folds events as they come, and passes over those it knows", () => {
  const first = withEvents(emptyLog, log.slice(0, 2));
  if (first.kind !== "grown") throw new Error(first.kind);
  const second = withEvents(first.log, log);
  if (second.kind !== "grown") throw new Error(second.kind);
  expect(Object.keys(second.log.state.blocks)).toEqual(["b_one", "b_two"]);
  expect(second.log.events.map((event) => event.seq)).toEqual([1, 2, 3]);
  expect(withEvents(second.log, log).kind).toBe("same");
});

it("says when events are missing and takes none from behind the gap", () => {
  const followed = withEvents(
    emptyLog,
    [log[0], log[2]].filter((event) => event !== undefined),
  );
  if (followed.kind !== "gap") throw new Error(followed.kind);
  expect(followed.log.state.seq).toBe(1);
});
