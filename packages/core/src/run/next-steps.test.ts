import { describe, expect, test } from "vitest";
import type { Block, PlaybookDocument } from "../document/index.ts";
import { utf8Length } from "../json/index.ts";
import {
  blockPath,
  callsOf,
  EVENT_LIMIT_BYTES,
  emptyRunState,
  foldOnto,
  lastCall,
  type RunEvent,
  type RunEventBody,
  type RunState,
  slotNamed,
} from "../log/index.ts";
import type { ResultReader } from "../results/index.ts";
import { cancelEvents } from "./cancel.ts";
import { finishBlockEvents } from "./finish-block.ts";
import { nextSteps } from "./next-steps.ts";
import type { Step } from "./step.ts";
import { scriptedCatalogue as catalogue, drawn, nothingStored } from "./testing/scripted-blocks.ts";

const started: RunEventBody = { v: 1, type: "RunStarted", revisionId: 1, testRun: false };

/** The state after these events were appended. */
function after(state: RunState, ...bodies: readonly RunEventBody[]): RunState {
  const events = bodies.map((event, index): RunEvent => {
    return { seq: state.seq + index + 1, at: "2026-01-02T03:04:05.000Z", event };
  });
  return foldOnto(state, events);
}

const begun = after(emptyRunState, started);

function stepsOf(document: PlaybookDocument, state = begun, results: ResultReader = nothingStored) {
  return nextSteps({ document, state, catalogue, results });
}

type Recorded = Extract<Step, { kind: "record" }>;

function recordOf(steps: readonly Step[]): Recorded {
  const [step] = steps;
  if (step?.kind !== "record") throw new Error("nothing is recorded");
  return step;
}

function bytesOf(event: RunEventBody): number {
  return utf8Length(JSON.stringify(event));
}

type Drawn = readonly [type: string, script?: Block["config"]];

describe("A run goes on as far as is known", () => {
  test("a block that core evaluates is one event, with its lines and what it stores beside it", () => {
    const script = { lines: ["one", "two"], stored: { text: "kept" }, filtered: { out: "text" } };
    const document = drawn({ start: ["start"], note: ["pure", script] }, ["start > note"]);
    const { events, lines, stored } = recordOf(stepsOf(document));
    expect(events[1]).toEqual({
      v: 1,
      type: "BlockRan",
      path: "b_note",
      blockId: "b_note",
      outcome: "succeeded",
      failure: null,
      taken: ["out"],
      mode: "direct",
      args: null,
      called: [],
      died: [],
      lines: ["info", "info"],
    });
    expect(lines.map(({ event, path, text }) => [event, path, text])).toEqual([
      [1, "b_note", "one"],
      [1, "b_note", "two"],
    ]);
    expect(stored).toEqual([{ path: "b_note", slot: "text", value: "kept" }]);
  });

  test("to the passes that a runner performs, effects and waits, in the order of their release", () => {
    const blocks = { start: ["start"], ask: ["effect"], pause: ["wait"], note: ["pure"] } as const;
    const document = drawn(blocks, ["start > pause", "start > ask", "ask > note"]);
    const steps = stepsOf(document);
    expect(recordOf(steps).events).toMatchObject([{ type: "BlockRan", path: "b_start" }]);
    expect(steps.slice(1)).toMatchObject([
      { kind: "perform", path: "b_pause", blockId: "b_pause" },
      { kind: "perform", path: "b_ask", blockId: "b_ask" },
    ]);
    const kept = after(begun, ...recordOf(steps).events);
    expect(stepsOf(document, kept).map((step) => step.kind)).toEqual(["perform", "perform"]);
  });

  test("what a block stores is read by the next before it is on disk, also when it is null", () => {
    const store: Drawn = ["pure", { stored: { a: 5, b: null } }];
    const blocks = {
      start: ["start"],
      store,
      a: ["pure", { reads: "a" }],
      b: ["pure", { reads: "b" }],
      c: ["pure", { reads: "c" }],
    } as const;
    const document = drawn(blocks, ["start > store", "store > a", "store > b", "store > c"]);
    const entries = { entries: [], value: () => "from before" };
    const stored: ResultReader = { ...nothingStored, pass: () => entries };
    const { lines } = recordOf(stepsOf(document, begun, stored));
    expect(lines.map(({ text }) => text)).toEqual(["5", "null", '"from before"']);
  });

  test("a failed block calls nobody, and what follows is skipped with its callbacks", () => {
    const blocks = {
      start: ["start"],
      bad: ["pure", { fails: "no value" }],
      next: ["pure"],
      end: ["end"],
    } as const;
    const document = drawn(blocks, ["start > bad", "bad > next", "next > end"]);
    const { events, outputs } = recordOf(stepsOf(document));
    expect(events.slice(1)).toMatchObject([
      { type: "BlockRan", path: "b_bad", outcome: "failed", died: [["c_2", "source failed"]] },
      { type: "BlockSkipped", path: "b_next", reason: "source failed", died: ["c_3"] },
      { type: "BlockSkipped", path: "b_end", reason: "source skipped", died: [] },
      { type: "RunFinished", state: "failed", failure: { path: "b_bad", blockId: "b_bad" } },
    ]);
    expect(outputs).toEqual({});
  });

  test("each callback behind a filter hands on what its own port let through", () => {
    const filter: Drawn = [
      "pure",
      {
        ports: ["high", "low"],
        taken: ["high", "low"],
        stored: { i_high: [1], i_low: [2] },
        filtered: { high: "i_high", low: "i_low" },
      },
    ];
    const blocks = { start: ["start"], filter, a: ["effect"], b: ["effect"] } as const;
    const document = drawn(blocks, ["start > filter", "filter.high > a", "filter.low > b"]);
    expect(stepsOf(document).slice(1)).toMatchObject([
      { path: "b_a", releasedBy: { filtered: { path: "b_filter", slot: "i_high" } } },
      { path: "b_b", releasedBy: { filtered: { path: "b_filter", slot: "i_low" } } },
    ]);
  });
});

describe("An event holds at most 8 KiB", () => {
  const many = Array.from({ length: 300 }, (_, number) => `t${number}`);
  const targets = Object.fromEntries(many.map((name): [string, Drawn] => [name, ["effect"]]));

  test("a block that calls more than fit calls each by an event of its own, with the same outcome", () => {
    const long = "s".repeat(60);
    const filter: Drawn = ["pure", { stored: { [long]: [] }, filtered: { out: long } }];
    const wires = ["start > filter", ...many.map((name) => `filter > ${name}`)];
    const document = drawn({ start: ["start"], filter, ...targets }, wires);
    const steps = stepsOf(document);
    const { events } = recordOf(steps);
    expect(events.slice(0, 3)).toMatchObject([
      { type: "BlockRan", path: "b_start", called: [["c_1", null]] },
      { type: "BlockRan", path: "b_filter", called: [], died: [], args: null },
      { type: "CallbackCalled", callbackId: "c_2", mode: "direct" },
    ]);
    expect(events).toHaveLength(302);
    expect(Math.max(...events.map(bytesOf))).toBeLessThanOrEqual(EVENT_LIMIT_BYTES);
    expect(steps).toHaveLength(301);
    const filtered = { path: blockPath("b_filter"), slot: slotNamed(long) };
    expect(lastCall(after(begun, ...events), "c_301")?.args?.filtered).toEqual(filtered);
  });

  test("calls that fit stay in the event, more than a hundred of them too", () => {
    const some = many.slice(0, 150);
    const wires = ["start > note", ...some.map((name) => `note > ${name}`)];
    const blocks = { start: ["start"], note: ["pure"], ...targets } as const;
    const { events } = recordOf(stepsOf(drawn(blocks, wires)));
    const note = events.find((event) => "path" in event && event.path === "b_note");
    expect(note?.type === "BlockRan" && note.called).toHaveLength(150);
    if (note !== undefined) expect(bytesOf(note)).toBeLessThanOrEqual(EVENT_LIMIT_BYTES);
  });

  test("a skipped block with more callbacks than fit lets each die by an event of its own", () => {
    const crowd = Array.from({ length: 1_200 }, (_, number) => `t${number % 300}`);
    const bad: Drawn = ["pure", { fails: "no" }];
    const wires = ["start > bad", "bad > gone", ...crowd.map((name) => `gone > ${name}`)];
    const document = drawn({ start: ["start"], bad, gone: ["pure"], ...targets }, wires);
    const { events } = recordOf(stepsOf(document));
    const gone = events.find((event) => "path" in event && event.path === "b_gone");
    expect(gone).toEqual({
      v: 2,
      type: "BlockSkipped",
      path: "b_gone",
      blockId: "b_gone",
      reason: "source failed",
      died: [],
    });
    expect(events.filter(({ type }) => type === "CallbackDied")).toHaveLength(1_200);
    expect(Math.max(...events.map(bytesOf))).toBeLessThanOrEqual(EVENT_LIMIT_BYTES);
    expect(callsOf(after(begun, ...events), "c_902")).toMatchObject([{ path: "b_gone" }]);
  });
});

describe("A log of version 1 that was cut", () => {
  const blocks = { start: ["start"], note: ["pure"], end: ["end"] } as const;
  const document = drawn(blocks, ["start > note", "note > end"]);
  const whole = recordOf(stepsOf(document)).events;
  const at = { path: blockPath("b_start"), blockId: "b_start" };
  const start: RunEventBody = { v: 1, type: "BlockStarted", ...at, action: null };
  const success = { outcome: "succeeded", succeeded: 0, total: 0, failure: null } as const;
  const finished: RunEventBody = {
    v: 1,
    type: "BlockFinished",
    ...at,
    ...success,
    taken: ["out"],
  };

  test.each<[string, readonly RunEventBody[]]>([
    ["behind the start of a block", [start]],
    ["behind its end, before its callbacks were called", [start, finished]],
  ])("%s goes on to the same end, which counts each block once", (_, cut) => {
    const state = after(begun, ...cut);
    const { events } = recordOf(stepsOf(document, state));
    const ended = after(state, ...events);
    expect(ended).toMatchObject({ state: "succeeded", blockExecutions: 3, running: 0 });
    expect(Object.keys(ended.blocks)).toEqual(Object.keys(after(begun, ...whole).blocks));
    expect(stepsOf(document, ended)).toEqual([]);
  });
});

describe("A pass that a runner performed", () => {
  const blocks = { start: ["start"], pause: ["wait"], ask: ["effect"], end: ["end"] } as const;
  const document = drawn(blocks, ["start > pause", "start > ask", "pause > end", "ask > end"]);
  const path = blockPath("b_pause");
  const live = after(
    after(begun, ...recordOf(stepsOf(document)).events),
    { v: 1, type: "BlockStarted", path, blockId: "b_pause", action: null },
    { v: 1, type: "BlockStarted", path: blockPath("b_ask"), blockId: "b_ask", action: null },
  );
  const handle = () => null;

  test("a wait that has succeeded takes its port, and nothing is named again", () => {
    const results = [{ status: "success", failure: null }] as const;
    const given = { document, catalogue, state: live, path, results, failure: null, handle };
    const events = finishBlockEvents(given);
    expect(events).toMatchObject([
      { type: "BlockFinished", outcome: "succeeded", succeeded: 1, total: 1, taken: ["out"] },
      { type: "CallbackCalled", callbackId: "c_3", mode: "engine", args: { actionRunId: null } },
    ]);
    expect(stepsOf(document, after(live, ...events))).toEqual([]);
  });

  test("a cancel ends each pass that is live, then skips the rest and ends the run", () => {
    const cancelled = after(live, { v: 1, type: "CancelRequested", by: "Ada" });
    expect(stepsOf(document, cancelled)).toEqual([]);
    const ends = cancelEvents({ document, catalogue, state: cancelled, handle });
    expect(ends).toMatchObject([
      { type: "BlockFinished", path: "b_pause", outcome: "cancelled" },
      { type: "CallbackDied", callbackId: "c_3", path: "b_pause", reason: "cancelled" },
      { type: "BlockFinished", path: "b_ask", outcome: "cancelled" },
      { type: "CallbackDied", callbackId: "c_4", path: "b_ask", reason: "cancelled" },
    ]);
    const { events } = recordOf(stepsOf(document, after(cancelled, ...ends)));
    expect(events.map(({ type }) => type)).toEqual(["BlockSkipped", "RunFinished"]);
  });
});
