import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { BlockOutcome, DeathReason, EventOf } from "./event.ts";
import type { RunEventBody1 } from "./event-1.ts";
import { emptyRunState, foldRun, reduce } from "./fold.ts";
import { bodiesOf, type GoldenLogs, sorted, valuesOf } from "./testing/golden.ts";
import { asVersion1, type RunState1 } from "./testing/state-1.ts";

const golden: GoldenLogs<RunState1> = JSON.parse(
  readFileSync(new URL("../../tests/golden/run-events-1.json", import.meta.url), "utf8"),
);
const bodies = bodiesOf(golden);

/** Types that were there from the start and have had no second version. */
type Unchanged =
  | "RunStarted"
  | "BlockStarted"
  | "AppRunFinished"
  | "BlockFinished"
  | "LogWritten"
  | "CancelRequested";
type Body1 = RunEventBody1 | EventOf<Unchanged>;
type Of1<Type extends Body1["type"]> = Extract<Body1, { type: Type }>;

/** Every type of event that version 1 had and every field of it. */
const FIELDS: {
  readonly [Type in Body1["type"]]: Readonly<Record<Exclude<keyof Of1<Type>, "v" | "type">, true>>;
} = {
  RunStarted: { revisionId: true, testRun: true },
  BlockStarted: { path: true, blockId: true, action: true },
  RequestIntended: { path: true, appRunId: true, parameterIndex: true, attempt: true },
  ExecutionFinished: { path: true, appRunId: true, parameterIndex: true, status: true },
  AppRunFinished: { path: true, appRunId: true, succeeded: true, total: true },
  BlockWaiting: {
    path: true,
    appRunId: true,
    parameterIndex: true,
    waitId: true,
    deadline: true,
  },
  CallbackReceived: { path: true, waitId: true, deliveryId: true },
  WaitExpired: { path: true, waitId: true },
  BlockFinished: {
    path: true,
    blockId: true,
    outcome: true,
    succeeded: true,
    total: true,
    failure: true,
    taken: true,
  },
  CallbackCalled: { callbackId: true, path: true, mode: true, args: true },
  CallbackDied: { callbackId: true, reason: true },
  BlockSkipped: { path: true, blockId: true, reason: true },
  LogWritten: { path: true, blockId: true, level: true },
  CancelRequested: { by: true },
  RunFinished: { state: true, handledFailures: true, unhandledFailures: true, failure: true },
};

const OUTCOMES: Readonly<Record<BlockOutcome, true>> = {
  succeeded: true,
  partly_succeeded: true,
  failed: true,
  cancelled: true,
};
const DEATHS: Readonly<Record<DeathReason, true>> = {
  "branch not taken": true,
  "source failed": true,
  "source succeeded": true,
  "source skipped": true,
  cancelled: true,
};
const LEVELS: Readonly<Record<Of1<"LogWritten">["level"], true>> = {
  info: true,
  warning: true,
  error: true,
};
const MODES: Readonly<Record<Of1<"CallbackCalled">["mode"], true>> = { direct: true, engine: true };
const STATUSES: Readonly<Record<Of1<"ExecutionFinished">["status"], true>> = {
  success: true,
  failed: true,
};
const ENDS: Readonly<Record<Of1<"RunFinished">["state"], true>> = {
  succeeded: true,
  failed: true,
  cancelled: true,
};

describe("Run logs with events of version 1 still fold to what they did", () => {
  test.each(golden.logs)("$name", ({ events, state }) => {
    expect(asVersion1(foldRun(events))).toEqual(state);
  });

  test.each(golden.logs)("$name, event by event as the browser gets it", ({ events, state }) => {
    expect(asVersion1(events.reduce(reduce, emptyRunState))).toEqual(state);
  });
});

describe("The golden logs hold every shape of an event", () => {
  test("every type, of version 1 and none besides", () => {
    expect(sorted(bodies.map(({ type }) => type))).toEqual(Object.keys(FIELDS).sort());
    expect(sorted(bodies.map(({ v }) => String(v)))).toEqual(["1"]);
  });

  test.each(Object.entries(FIELDS))("%s with each of its fields", (type, fields) => {
    const held = bodies.filter((body) => body.type === type).flatMap((body) => Object.keys(body));
    expect(sorted(held)).toEqual(["type", "v", ...Object.keys(fields)].sort());
  });

  test.each<[string, string, string, Readonly<Record<string, true>>]>([
    ["outcome of a block", "BlockFinished", "outcome", OUTCOMES],
    ["reason for which a callback dies", "CallbackDied", "reason", DEATHS],
    ["level of a log line", "LogWritten", "level", LEVELS],
    ["way of calling a callback", "CallbackCalled", "mode", MODES],
    ["status of an execution", "ExecutionFinished", "status", STATUSES],
    ["end of a run", "RunFinished", "state", ENDS],
  ])("every %s", (_, type, field, words) => {
    expect(sorted(valuesOf(bodies, type, field))).toEqual(Object.keys(words).sort());
  });

  test.each([
    ["BlockStarted", "action"],
    ["BlockFinished", "failure"],
    ["RunFinished", "failure"],
  ])("%s with and without its %s", (type, field) => {
    const values = valuesOf(bodies, type, field);
    expect(values).toContain(null);
    expect(values.some((value) => value !== null)).toBe(true);
  });
});
