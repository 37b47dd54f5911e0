import { describe, expect, test } from "vitest";
import { draftOf } from "./draft.ts";
import type { RunEvent, RunEventBody } from "./event.ts";
import { applyEvent, emptyRunState } from "./fold.ts";
import { type BlockPath, blockPath, inPass } from "./path.ts";
import { executionSlot } from "./slot.ts";
import { recorded } from "./testing/random-log.ts";

const A = blockPath("b_a");
const DUE = "2026-01-09T00:00:00.000Z";

const started: readonly RunEventBody[] = [
  { v: 1, type: "RunStarted", revisionId: 1, testRun: false },
  {
    v: 1,
    type: "BlockStarted",
    path: A,
    blockId: A,
    action: { actionRunId: 1, appRuns: [], executions: 4_000 },
  },
];

/** A block of which `count` executions are sent, wait, are answered and end. */
function answered(count: number): readonly RunEventBody[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const waits = numbers.flatMap((number): readonly RunEventBody[] => {
    const at = { path: A, slot: executionSlot(1, number) };
    const wait = { waitId: `w_${number}`, kind: "callback", deadline: DUE } as const;
    return [
      { v: 2, type: "RequestIntended", ...at, attempt: 1 },
      { v: 2, type: "BlockWaiting", ...at, ...wait },
    ];
  });
  const ends = numbers.flatMap((number): readonly RunEventBody[] => {
    const at = { path: A, slot: executionSlot(1, number) };
    const waitId = `w_${number}`;
    return [
      { v: 2, type: "CallbackReceived", ...at, waitId, deliveryId: `d_${number}` },
      { v: 2, type: "ExecutionFinished", ...at, status: "success" },
    ];
  });
  return [...waits, ...ends];
}

/** The same as version 1 recorded it: an answer names its wait, not its execution. */
function answeredIn1(count: number): readonly RunEventBody[] {
  return answered(count).map((body) => {
    if (body.type !== "CallbackReceived") return body;
    const { slot: _, ...rest } = body;
    return JSON.parse(JSON.stringify({ ...rest, v: 1 }));
  });
}

/** A block that runs `count` times, and calls the same callback each time. */
function passes(count: number): readonly RunEventBody[] {
  return Array.from({ length: count }, (_, index): RunEventBody => {
    const path: BlockPath = inPass(blockPath("b_p"), index + 1);
    const told = { mode: "direct", args: null, called: [["c_1", null]], died: [] } as const;
    const ended = { outcome: "succeeded", failure: null, taken: [], lines: [] } as const;
    return { v: 1, type: "BlockRan", path, blockId: "b_p", ...ended, ...told };
  });
}

describe("Folding in place costs what the events are, not what the state holds", () => {
  test.each([
    ["executions of one block", answered],
    ["executions of one block in a log of version 1", answeredIn1],
    ["passes that call one callback", passes],
  ])("%s: twice as many touch at most twice as many entries of the state", (_, logOf) => {
    const once = entriesTouched(logOf(1_000));
    const twice = entriesTouched(logOf(2_000));
    expect(once).toBeGreaterThan(1_000);
    expect(twice).toBeLessThanOrEqual(2 * once);
  });

  test("a call is added to the list of its callback, which is never copied", () => {
    const [first, ...further] = recorded(passes(50));
    const draft = draftOf(emptyRunState);
    if (first !== undefined) applyEvent(draft, first);
    const list = draft.callbacks["c_1"];
    for (const event of further) applyEvent(draft, event);
    expect(draft.callbacks["c_1"]).toBe(list);
    expect(list).toHaveLength(50);
  });
});

/** Entries of its maps that a fold reads, writes or lists: the same on every machine. */
function entriesTouched(bodies: readonly RunEventBody[]): number {
  const events: readonly RunEvent[] = recorded([...started, ...bodies]);
  const draft = draftOf(emptyRunState);
  for (const event of events.slice(0, started.length)) applyEvent(draft, event);
  let touched = 0;
  const count = () => {
    touched += 1;
  };
  const block = draft.blocks[A];
  if (block === undefined) throw new Error("the block has not begun");
  Object.assign(block, { executions: counting(block.executions, count) });
  Object.assign(draft, {
    blocks: counting(draft.blocks, count),
    callbacks: counting(draft.callbacks, count),
  });
  for (const event of events.slice(started.length)) applyEvent(draft, event);
  return touched;
}

/** Copying or searching a map of n entries touches all n of them. */
function counting<T extends object>(map: T, count: () => void): T {
  return new Proxy(map, {
    get: (target, key) => {
      count();
      return Reflect.get(target, key);
    },
    set: (target, key, value) => {
      count();
      return Reflect.set(target, key, value);
    },
    getOwnPropertyDescriptor: (target, key) => {
      count();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}
