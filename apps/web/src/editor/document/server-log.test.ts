import { newDocument } from "@callbook/core/document";
import { expect, it } from "vitest";
import { type ArrivedOperation, openedLog, takeArrived } from "./server-log.ts";

function renamed(seq: number): ArrivedOperation {
  const [from, value] = [`Name ${seq - 1}`, `Name ${seq}`];
  return {
    seq,
    id: `t:${seq}`,
    operation: { kind: "setPlaybook", path: ["name"], from, value },
  };
}

const opened = openedLog(0, newDocument({ name: "Name 0" }));

it("operations take effect by their seq, in whatever order they arrive", () => {
  const ahead = takeArrived(opened, [renamed(3), renamed(2)]);
  expect(ahead.log).toMatchObject({ seq: 0, document: { name: "Name 0" } });
  expect(ahead.settled).toEqual([]);
  const complete = takeArrived(ahead.log, [renamed(1)]);
  expect(complete.log).toMatchObject({ seq: 3, document: { name: "Name 3" } });
  expect(complete.log.ahead.size).toBe(0);
  expect(complete.settled).toEqual(["t:1", "t:2", "t:3"]);
});

it("an operation that arrives twice takes effect once", () => {
  const once = takeArrived(opened, [renamed(1)]);
  const twice = takeArrived(once.log, [renamed(1)]);
  expect(twice.log).toEqual(once.log);
  expect(twice.settled).toEqual(["t:1"]);
});

it("an operation that does not fit stops the log before it, and says so", () => {
  const unfit: ArrivedOperation = {
    seq: 2,
    id: "t:2",
    operation: { kind: "removeBlocks", blockIds: ["b_nowhere"] },
  };
  const taken = takeArrived(opened, [renamed(1), unfit, renamed(3)]);
  expect(taken).toMatchObject({ diverged: true, log: { seq: 1 }, settled: ["t:1"] });
});
