import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { BlockOutcome, DeathReason, RunEvent, RunEventBody } from "./event.ts";
import { emptyRunState, foldRun, reduce } from "./fold.ts";
import type { RunState } from "./state.ts";

/** Never edited, only added to: it says so itself, since JSON has no comments. */
const golden: {
  readonly logs: readonly {
    readonly name: string;
    readonly events: readonly RunEvent[];
    readonly state: RunState;
  }[];
} = JSON.parse(
  readFileSync(new URL("../../tests/golden/run-events-1.json", import.meta.url), "utf8"),
);
const bodies = golden.logs.flatMap(({ events }) => events.map(({ event }) => event));

type Of<Type extends RunEventBody["type"]> = Extract<RunEventBody, { readonly type: Type }>;

/** Every type of event and every field of it: a new one does not compile until it stands here. */
const FIELDS: {
  readonly [Type in RunEventBody["type"]]: Readonly<
    Record<Exclude<keyof Of<Type>, "v" | "type">, true>
  >;
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
const LEVELS: Readonly<Record<Of<"LogWritten">["level"], true>> = {
  info: true,
  warning: true,
  error: true,
};
const MODES: Readonly<Record<Of<"CallbackCalled">["mode"], true>> = { direct: true, engine: true };
const STATUSES: Readonly<Record<Of<"ExecutionFinished">["status"], true>> = {
  success: true,
  failed: true,
};
const ENDS: Readonly<Record<Of<"RunFinished">["state"], true>> = {
  succeeded: true,
  failed: true,
  cancelled: true,
};

describe("Run logs with events of version 1 still fold to what they did", () => {
  test.each(golden.logs)("$name", ({ events, state }) => {
    expect(foldRun(events)).toEqual(state);
  });

  test.each(golden.logs)("$name, event by event as the browser gets it", ({ events, state }) => {
    expect(events.reduce(reduce, emptyRunState)).toEqual(state);
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
    expect(sorted(valuesOf(type, field).map(String))).toEqual(Object.keys(words).sort());
  });

  test.each([
    ["BlockStarted", "action"],
    ["BlockFinished", "failure"],
    ["RunFinished", "failure"],
  ])("%s with and without its %s", (type, field) => {
    const values = valuesOf(type, field);
    expect(values).toContain(null);
    expect(values.some((value) => value !== null)).toBe(true);
  });
});

function valuesOf(type: string, field: string): readonly unknown[] {
  return bodies
    .filter((body) => body.type === type)
    .map((body) => new Map<string, unknown>(Object.entries(body)).get(field));
}

function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}
