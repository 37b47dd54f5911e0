import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type {
  ArgumentReferences,
  BlockOutcome,
  DeathReason,
  EventOf,
  LogLevel,
  RunEventBody,
  WaitKind,
} from "./event.ts";
import { emptyRunState, foldRun, reduce } from "./fold.ts";
import type { RunState } from "./state.ts";
import { bodiesOf, type GoldenLogs, sorted, valuesOf } from "./testing/golden.ts";

const golden: GoldenLogs<RunState> = JSON.parse(
  readFileSync(new URL("../../tests/golden/run-events-2.json", import.meta.url), "utf8"),
);

/** Every type of event in its present version, and every field of it: a new one does not compile until it stands here. */
const SHAPES: {
  readonly [Type in RunEventBody["type"]]: {
    readonly v: EventOf<Type>["v"];
    readonly fields: Readonly<Record<Exclude<keyof EventOf<Type>, "v" | "type">, true>>;
  };
} = {
  RunStarted: { v: 1, fields: { revisionId: true, testRun: true } },
  BlockStarted: { v: 1, fields: { path: true, blockId: true, action: true } },
  BlockRan: {
    v: 1,
    fields: {
      path: true,
      blockId: true,
      outcome: true,
      failure: true,
      taken: true,
      mode: true,
      args: true,
      called: true,
      died: true,
      lines: true,
    },
  },
  RequestIntended: { v: 2, fields: { path: true, slot: true, attempt: true } },
  ExecutionFinished: { v: 2, fields: { path: true, slot: true, status: true, unknown: true } },
  AppRunFinished: { v: 1, fields: { path: true, appRunId: true, succeeded: true, total: true } },
  BlockWaiting: {
    v: 2,
    fields: { path: true, slot: true, waitId: true, kind: true, deadline: true },
  },
  CallbackReceived: { v: 2, fields: { path: true, slot: true, waitId: true, deliveryId: true } },
  WaitExpired: { v: 2, fields: { path: true, slot: true, waitId: true } },
  BlockFinished: {
    v: 1,
    fields: {
      path: true,
      blockId: true,
      outcome: true,
      succeeded: true,
      total: true,
      failure: true,
      taken: true,
    },
  },
  CallbackCalled: { v: 2, fields: { callbackId: true, path: true, mode: true, args: true } },
  CallbackDied: { v: 2, fields: { callbackId: true, path: true, reason: true } },
  BlockSkipped: { v: 2, fields: { path: true, blockId: true, reason: true, died: true } },
  LogWritten: { v: 1, fields: { path: true, blockId: true, level: true } },
  CancelRequested: { v: 1, fields: { by: true } },
  RunFinished: {
    v: 2,
    fields: { state: true, handledFailures: true, unhandledFailures: true, failure: true },
  },
};

const present = bodiesOf(golden).filter(
  ({ v, type }) => new Map<string, { v: number }>(Object.entries(SHAPES)).get(type)?.v === v,
);

type Words<Word extends string> = Readonly<Record<Word, true>>;
const OUTCOMES: Words<BlockOutcome> = {
  succeeded: true,
  partly_succeeded: true,
  failed: true,
  cancelled: true,
};
const EVALUATED: Words<EventOf<"BlockRan">["outcome"]> = { succeeded: true, failed: true };
const DEATHS: Words<DeathReason> = {
  "branch not taken": true,
  "source failed": true,
  "source succeeded": true,
  "source skipped": true,
  cancelled: true,
};
const LEVELS: Words<LogLevel> = { info: true, warning: true, error: true };
const MODES: Words<EventOf<"CallbackCalled">["mode"]> = { direct: true, engine: true };
const STATUSES: Words<EventOf<"ExecutionFinished">["status"]> = { success: true, failed: true };
const ENDS: Words<EventOf<"RunFinished">["state"]> = {
  succeeded: true,
  failed: true,
  cancelled: true,
};
const WAITS: Words<WaitKind> = { callback: true, delay: true };

/** What a state had when its log was written down; what has been added since is in younger ones. */
function asKept(folded: RunState, kept: RunState): Partial<RunState> {
  return Object.fromEntries(Object.entries(folded).filter(([key]) => Object.hasOwn(kept, key)));
}

describe("Run logs since version 2 still fold to what they did", () => {
  test.each(golden.logs)("$name", ({ events, state }) => {
    expect(asKept(foldRun(events), state)).toEqual(state);
  });

  test.each(golden.logs)("$name, event by event as the browser gets it", ({ events, state }) => {
    expect(asKept(events.reduce(reduce, emptyRunState), state)).toEqual(state);
  });
});

describe("The golden logs hold every shape of an event in its present version", () => {
  test("every type", () => {
    expect(sorted(present.map(({ type }) => type))).toEqual(Object.keys(SHAPES).sort());
  });

  test.each(Object.entries(SHAPES))("%s with each of its fields", (type, { fields }) => {
    const held = present.filter((body) => body.type === type).flatMap((body) => Object.keys(body));
    expect(sorted(held)).toEqual(["type", "v", ...Object.keys(fields)].sort());
  });

  test.each<[string, string, string, Words<string>]>([
    ["outcome of a block", "BlockFinished", "outcome", OUTCOMES],
    ["outcome of a block that core evaluates", "BlockRan", "outcome", EVALUATED],
    ["reason for which a callback dies", "CallbackDied", "reason", DEATHS],
    ["level of a log line", "LogWritten", "level", LEVELS],
    ["way of calling a callback", "CallbackCalled", "mode", MODES],
    ["status of an execution", "ExecutionFinished", "status", STATUSES],
    ["kind of wait", "BlockWaiting", "kind", WAITS],
    ["end of a run", "RunFinished", "state", ENDS],
  ])("every %s", (_, type, field, words) => {
    const held = sorted(valuesOf(present, type, field));
    expect(Object.keys(words).filter((word) => !held.includes(word))).toEqual([]);
  });

  test("every level among the lines of a block that core evaluates", () => {
    expect(sorted(valuesOf(present, "BlockRan", "lines").flat())).toEqual(
      Object.keys(LEVELS).sort(),
    );
  });

  test.each([
    ["BlockStarted", "action"],
    ["BlockRan", "failure"],
    ["BlockRan", "args"],
    ["BlockFinished", "failure"],
    ["CallbackDied", "path"],
    ["RunFinished", "failure"],
  ])("%s with and without its %s", (type, field) => {
    const values = valuesOf(present, type, field);
    expect(values).toContain(null);
    expect(values.some((value) => value !== null)).toBe(true);
  });

  test.each([
    ["BlockRan", "taken"],
    ["BlockRan", "called"],
    ["BlockRan", "died"],
    ["BlockRan", "lines"],
    ["BlockSkipped", "died"],
  ])("%s with none, one and several of its %s", (type, field) => {
    const counts = valuesOf(present, type, field).map((list) =>
      Array.isArray(list) ? Math.min(list.length, 2) : null,
    );
    expect(sorted(counts)).toEqual(["0", "1", "2"]);
  });

  test("arguments without filter, with a slot of stored ids, and with results as version 1 held them", () => {
    const kept: readonly unknown[] = [
      ...valuesOf(present, "CallbackCalled", "args"),
      ...valuesOf(present, "BlockRan", "args"),
    ];
    const filters = (kept as readonly (ArgumentReferences | null)[]).flatMap((args) =>
      args === null ? [] : [args.filtered],
    );
    const kinds = filters.map((filtered) =>
      filtered === null ? "none" : "results" in filtered ? "results" : "slot",
    );
    expect(sorted(kinds)).toEqual(["none", "results", "slot"]);
  });

  test.each(["b_check", "b_check[2]", "b_loop[17]/b_ask"])("a block at %s", (path) => {
    expect(present.map((body) => body["path"])).toContain(path);
  });
});
