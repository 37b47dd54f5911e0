import { describe, expect, test } from "vitest";
import type { CalledCallback, EventOf, RunEvent, RunEventBody } from "./event.ts";
import { emptyRunState, foldRun, RunLogGap, reduce } from "./fold.ts";
import { callsOf } from "./passes.ts";
import { type BlockPath, blockPath, inPass } from "./path.ts";
import { executionSlot, type Slot, slotNamed } from "./slot.ts";

const AT = "2026-01-02T03:04:05.000Z";
const A = blockPath("b_a");
const B = blockPath("b_b");

function log(...bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((event, index) => ({ seq: index + 1, at: AT, event }));
}

const started: RunEventBody = { v: 1, type: "RunStarted", revisionId: 4, testRun: true };

function blockStarted(path: BlockPath, executions: number | null): RunEventBody {
  const action = executions === null ? null : { actionRunId: 1, appRuns: [], executions };
  return { v: 1, type: "BlockStarted", path, blockId: path, action };
}

function slotOf(parameterIndex: number): Slot {
  return executionSlot(5, parameterIndex);
}

function waiting(path: BlockPath, parameterIndex: number, waitId: string): RunEventBody {
  const slot = slotOf(parameterIndex);
  return { v: 2, type: "BlockWaiting", path, slot, waitId, kind: "callback", deadline: AT };
}

const ARGUMENTS = {
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filtered: null,
};

function ran(path: BlockPath, more: Partial<EventOf<"BlockRan">> = {}): RunEventBody {
  return {
    v: 1,
    type: "BlockRan",
    path,
    blockId: path,
    outcome: "succeeded",
    failure: null,
    taken: ["next"],
    mode: "direct",
    args: ARGUMENTS,
    called: [],
    died: [],
    lines: [],
    ...more,
  };
}

describe("folding a run log", () => {
  test("a run of which nothing is recorded is queued, RunStarted makes it run", () => {
    expect(emptyRunState.state).toBe("queued");
    expect(foldRun(log(started))).toMatchObject({
      seq: 1,
      state: "running",
      startedAt: AT,
      revisionId: 4,
      testRun: true,
    });
  });

  test("an event that is missing between two is a bug that is told with both numbers", () => {
    const state = foldRun(log(started));
    const event = { seq: 3, at: AT, event: started };
    expect(() => reduce(state, event)).toThrow(RunLogGap);
    expect(() => reduce(state, event)).toThrow("event 2 was expected, 3 came");
  });

  test("an event that is there already changes nothing", () => {
    const events = log(started, blockStarted(A, 1));
    const state = foldRun(events);
    for (const event of events) expect(reduce(state, event)).toEqual(state);
  });

  test("an event of an unknown type or a later version counts as seen and changes nothing else", () => {
    const later: RunEvent = JSON.parse(
      JSON.stringify({ seq: 2, at: AT, event: { v: 2, type: "BlockStarted", path: "b_a" } }),
    );
    const unknown: RunEvent = JSON.parse(
      JSON.stringify({ seq: 3, at: AT, event: { v: 1, type: "toString" } }),
    );
    const state = foldRun(log(started));
    expect(reduce(reduce(state, later), unknown)).toEqual({ ...state, seq: 3 });
  });

  test("folding never changes a state that somebody holds", () => {
    const state = foldRun(log(started, blockStarted(A, 1), ran(B, { called: [["c_1", null]] })));
    const before = structuredClone(state);
    reduce(state, { seq: 4, at: AT, event: waiting(A, 0, "w") });
    reduce(state, { seq: 4, at: AT, event: ran(B, { called: [["c_1", null]] }) });
    expect(state).toEqual(before);
  });

  test("the end of a run is final", () => {
    const events = log(started, {
      v: 2,
      type: "RunFinished",
      state: "failed",
      handledFailures: 1,
      unhandledFailures: 2,
      failure: { code: "F-DNS", message: "no", blockId: "b_a", path: A },
    });
    expect(foldRun(events)).toMatchObject({
      state: "failed",
      finishedAt: AT,
      handledFailures: 1,
      unhandledFailures: 2,
      failure: { code: "F-DNS", path: A },
    });
  });
});

describe("what waits", () => {
  test("an action waits once each of its executions has ended or waits", () => {
    const one = log(started, blockStarted(A, 2), waiting(A, 0, "w"));
    expect(foldRun(one)).toMatchObject({ state: "running", blocks: { b_a: { state: "running" } } });
    const ended: RunEventBody = {
      v: 2,
      type: "ExecutionFinished",
      path: A,
      slot: slotOf(1),
      status: "success",
    };
    const both = log(started, blockStarted(A, 2), waiting(A, 0, "w"), ended);
    expect(foldRun(both)).toMatchObject({
      state: "waiting",
      blocks: { b_a: { state: "waiting", ended: 1, awaiting: 1 } },
    });
  });

  test("a block without action waits from its first wait on", () => {
    const events = log(started, blockStarted(A, null), {
      v: 2,
      type: "BlockWaiting",
      path: A,
      slot: slotNamed("until"),
      waitId: "w",
      kind: "delay",
      deadline: AT,
    });
    expect(foldRun(events)).toMatchObject({
      state: "waiting",
      blocks: { b_a: { state: "waiting", executions: { until: { waitKind: "delay" } } } },
    });
  });

  test("a pass that is begun anew, or skipped after all, counts no more as it was", () => {
    const skipped = { v: 2, type: "BlockSkipped", path: A, blockId: "b_a", reason: "" } as const;
    const twice = log(started, blockStarted(A, 1), blockStarted(A, 1));
    expect(foldRun(twice)).toMatchObject({ running: 1, waiting: 0 });
    const after = log(started, blockStarted(A, 1), waiting(A, 0, "w"), { ...skipped, died: [] });
    expect(foldRun(after)).toMatchObject({ running: 0, waiting: 0 });
  });

  test("a run waits only when no block of it runs", () => {
    const events = log(started, blockStarted(A, 1), blockStarted(B, 1), waiting(A, 0, "w"));
    expect(foldRun(events)).toMatchObject({ state: "running", running: 1, waiting: 1 });
  });

  test("an answer or an expired wait ends the waiting of that execution alone", () => {
    const events = log(started, blockStarted(A, 2), waiting(A, 0, "w0"), waiting(A, 1, "w1"), {
      v: 2,
      type: "WaitExpired",
      path: A,
      slot: slotOf(1),
      waitId: "w1",
    });
    expect(foldRun(events).blocks[A]?.executions).toMatchObject({
      "5/0": { state: "waiting", expired: false },
      "5/1": { state: "waiting", expired: true },
    });
  });

  test.each(["CallbackReceived", "WaitExpired"] as const)(
    "%s of a wait that is over leaves the wait that came after it alone",
    (type) => {
      const stale = { path: A, slot: slotOf(0), waitId: "w_old", deliveryId: "d" };
      const events = log(started, blockStarted(A, 1), waiting(A, 0, "w_new"));
      const state = foldRun(events);
      expect(reduce(state, { seq: 4, at: AT, event: { v: 2, type, ...stale } })).toEqual({
        ...state,
        seq: 4,
      });
    },
  );

  test("intents keep the number of the attempt", () => {
    const intended = { v: 2, type: "RequestIntended", path: A, slot: slotOf(0) } as const;
    const events = log(started, blockStarted(A, 1), { ...intended, attempt: 2 });
    expect(foldRun(events).blocks[A]?.executions[slotOf(0)]).toMatchObject({
      state: "intended",
      attempt: 2,
    });
  });
});

describe("a block that core evaluates is one event", () => {
  test("which starts it, ends it, and tells of each callback what became of it", () => {
    const called: readonly CalledCallback[] = [
      ["c_1", null],
      ["c_2", slotNamed("i_high")],
    ];
    const state = foldRun(log(started, ran(A, { called, died: [["c_3", "branch not taken"]] })));
    expect(state.blocks[A]).toMatchObject({ state: "succeeded", startedAt: AT, finishedAt: AT });
    expect(state).toMatchObject({ running: 0, waiting: 0, blockExecutions: 1 });
    expect(callsOf(state, "c_1")).toMatchObject([{ state: "called", path: A, seq: 2 }]);
    expect(callsOf(state, "c_2")[0]?.args?.filtered).toEqual({ path: A, slot: "i_high" });
    expect(callsOf(state, "c_3")).toMatchObject([{ state: "dead", reason: "branch not taken" }]);
  });

  test("and ends a pass of which a log of version 1 holds the start alone, without counting it twice", () => {
    const earlier = "2026-01-02T03:04:04.000Z";
    const events = log(started, blockStarted(A, null), ran(A));
    const state = foldRun(events.map((one) => (one.seq === 2 ? { ...one, at: earlier } : one)));
    expect(state.blocks[A]).toMatchObject({ state: "succeeded", startedAt: earlier });
    expect(state).toMatchObject({ running: 0, blockExecutions: 1 });
  });

  test("every pass of it adds to what became of its callbacks", () => {
    const second = inPass(A, 2);
    const called: readonly CalledCallback[] = [["c_1", null]];
    const state = foldRun(
      log(started, ran(A, { called }), ran(second, { blockId: "b_a", called })),
    );
    expect(callsOf(state, "c_1").map(({ path, seq }) => [path, seq])).toEqual([
      [A, 2],
      [second, 3],
    ]);
  });

  test("a block that is skipped takes its callbacks with it", () => {
    const skipped = { v: 2, type: "BlockSkipped", path: A, blockId: "b_a" } as const;
    const state = foldRun(log(started, { ...skipped, reason: "source failed", died: ["c_1"] }));
    expect(state.blocks[A]).toMatchObject({ state: "skipped", skipReason: "source failed" });
    expect(callsOf(state, "c_1")).toMatchObject([{ state: "dead", reason: "source skipped" }]);
  });
});
