import { describe, expect, test } from "vitest";
import type { RunEvent, RunEventBody } from "./event.ts";
import { emptyRunState, foldRun, RunLogGap, reduce } from "./fold.ts";

const AT = "2026-01-02T03:04:05.000Z";

function log(...bodies: readonly RunEventBody[]): readonly RunEvent[] {
  return bodies.map((event, index) => ({ seq: index + 1, at: AT, event }));
}

const started: RunEventBody = { v: 1, type: "RunStarted", revisionId: 4, testRun: true };

function blockStarted(path: string, executions: number): RunEventBody {
  const action = { actionRunId: 1, appRuns: [], executions };
  return { v: 1, type: "BlockStarted", path, blockId: path, action };
}

function waiting(path: string, parameterIndex: number, waitId: string): RunEventBody {
  const of = { path, appRunId: 5, parameterIndex };
  return { v: 1, type: "BlockWaiting", ...of, waitId, deadline: AT };
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
    const events = log(started, blockStarted("b_a", 1));
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
    const state = foldRun(log(started, blockStarted("b_a", 1)));
    const before = structuredClone(state);
    reduce(state, { seq: 3, at: AT, event: waiting("b_a", 0, "w") });
    expect(state).toEqual(before);
  });

  test("an action waits once each of its executions has ended or waits", () => {
    const ended: RunEventBody = {
      v: 1,
      type: "ExecutionFinished",
      path: "b_a",
      appRunId: 5,
      parameterIndex: 1,
      status: "success",
    };
    const one = log(started, blockStarted("b_a", 2), waiting("b_a", 0, "w"));
    expect(foldRun(one)).toMatchObject({ state: "running", blocks: { b_a: { state: "running" } } });
    const both = log(started, blockStarted("b_a", 2), waiting("b_a", 0, "w"), ended);
    expect(foldRun(both)).toMatchObject({
      state: "waiting",
      blocks: { b_a: { state: "waiting" } },
    });
  });

  test("a run waits only when no block of it runs", () => {
    const events = log(
      started,
      blockStarted("b_a", 1),
      blockStarted("b_b", 1),
      waiting("b_a", 0, "w"),
    );
    expect(foldRun(events).state).toBe("running");
  });

  test("an answer or an expired wait ends the waiting of that execution alone", () => {
    const events = log(
      started,
      blockStarted("b_a", 2),
      waiting("b_a", 0, "w0"),
      waiting("b_a", 1, "w1"),
      { v: 1, type: "WaitExpired", path: "b_a", waitId: "w1" },
    );
    expect(foldRun(events).blocks["b_a"]?.executions).toMatchObject({
      "5/0": { state: "waiting", expired: false },
      "5/1": { state: "waiting", expired: true },
    });
  });

  test("intents keep the number of the attempt", () => {
    const events = log(started, blockStarted("b_a", 1), {
      v: 1,
      type: "RequestIntended",
      path: "b_a",
      appRunId: 5,
      parameterIndex: 0,
      attempt: 2,
    });
    expect(foldRun(events).blocks["b_a"]?.executions["5/0"]).toMatchObject({
      state: "intended",
      attempt: 2,
    });
  });

  test("the end of a run is final", () => {
    const events = log(started, {
      v: 1,
      type: "RunFinished",
      state: "failed",
      handledFailures: 1,
      unhandledFailures: 2,
      failure: { code: "F-DNS", message: "no", blockId: "b_a" },
    });
    expect(foldRun(events)).toMatchObject({
      state: "failed",
      finishedAt: AT,
      handledFailures: 1,
      unhandledFailures: 2,
      failure: { code: "F-DNS" },
    });
  });
});
