import { describe, expect, test } from "vitest";
import { indexDocument } from "../document/index.ts";
import {
  type ArgumentReferences,
  type BlockPath,
  blockPath,
  emptyRunState,
  foldRun,
  inPass,
  type RunEventBody,
  type RunState,
  slotNamed,
} from "../log/index.ts";
import { type CallingBlock, callbackEvents, callsOfPass, type EndedPass } from "./call.ts";
import { blockOf } from "./finish-block.ts";
import { NO_ARGUMENTS } from "./release.ts";
import { drawn, scriptedCatalogue } from "./testing/scripted-blocks.ts";

const SOURCE = blockPath("b_source");

const ended: EndedPass = {
  path: SOURCE,
  state: "succeeded",
  taken: ["high", "low"],
  succeeded: 0,
  action: null,
};

interface Facts {
  readonly type?: string;
  readonly wires?: readonly string[];
  readonly pass?: Partial<EndedPass>;
  readonly state?: RunState;
  readonly filtered?: CallingBlock["filtered"];
  /** Of the action run 7. */
  readonly handle?: string;
}

const targets = { a: ["pure"], b: ["pure"], c: ["pure"], d: ["pure"] } as const;

function calling({
  type = "pure",
  wires = ["source.high > a", "source.low > b", "source.none > c", "source.error > d"],
  pass = {},
  state = emptyRunState,
  filtered = {},
  handle,
}: Facts): CallingBlock {
  const script = { ports: ["high", "low", "none"], errorPort: true };
  const blocks = { start: ["start"], source: [type, script], ...targets } as const;
  const graph = indexDocument(drawn(blocks, ["start > source", ...wires]));
  return {
    graph,
    state,
    ...blockOf(graph, scriptedCatalogue, "b_source"),
    pass: { ...ended, ...pass },
    filtered,
    handle: (actionRunId) => (actionRunId === 7 ? (handle ?? null) : null),
  };
}

/** The state after the block was called with these arguments, and after what came then. */
function calledWith(args: Partial<ArgumentReferences>, ...further: readonly RunEventBody[]) {
  const given = { ...NO_ARGUMENTS, ...args };
  const mode = "direct";
  const path = blockPath("b_start");
  const call = {
    v: 2,
    type: "CallbackCalled",
    callbackId: "c_1",
    path,
    mode,
    args: given,
  } as const;
  const bodies: readonly RunEventBody[] = [call, ...further];
  return foldRun(bodies.map((event, index) => ({ seq: index + 1, at: "", event })));
}

describe("Which callbacks of a pass that has ended are called", () => {
  test("those of the ports it took, port by port, and the others die", () => {
    const wires = ["source.low > a", "source.high > b", "source.none > c", "source.high > d"];
    const { called, died } = callsOfPass(calling({ wires }));
    expect(called).toEqual([
      ["c_3", null],
      ["c_5", null],
      ["c_2", null],
    ]);
    expect(died).toEqual([["c_4", "branch not taken"]]);
  });

  test("each with the slot of what its own port let through; what another port kept is none of its", () => {
    const high = slotNamed("i_high");
    const { called } = callsOfPass(calling({ filtered: { high, none: slotNamed("i_none") } }));
    expect(called).toEqual([
      ["c_2", high],
      ["c_3", null],
    ]);
  });

  test("a port with a name that every object has keeps nothing by that", () => {
    const wires = ["source.constructor > a"];
    const script = { ports: ["constructor"] };
    const document = drawn({ source: ["pure", script], ...targets }, wires);
    const graph = indexDocument(document);
    const pass = { ...ended, taken: ["constructor"] };
    const source = blockOf(graph, scriptedCatalogue, "b_source");
    expect(callsOfPass({ ...calling({}), ...source, graph, pass }).called).toEqual([["c_1", null]]);
  });

  test.each<[EndedPass["state"], readonly string[], string, string]>([
    ["succeeded", ["high"], "branch not taken", "source succeeded"],
    ["failed", [], "source failed", "source failed"],
    ["failed", ["error"], "source failed", "called"],
    ["skipped", [], "source skipped", "source skipped"],
    ["skipped", ["low", "error"], "source skipped", "source skipped"],
    ["cancelled", ["low", "error"], "cancelled", "cancelled"],
  ])("of one that %s and took %j: behind low %s, behind the error port %s", (...row) => {
    const [state, taken, low, error] = row;
    const { called, died } = callsOfPass(calling({ pass: { state, taken } }));
    const become = new Map<string, string>([
      ...called.map(([id]) => [id, "called"] as const),
      ...died,
    ]);
    expect([become.get("c_3"), become.get("c_5")]).toEqual([low, error]);
  });

  test("a callback of a port that the block has no more dies, wherever the block went", () => {
    const { called, died } = callsOfPass(
      calling({ wires: ["source.gone > a"], pass: { taken: ["gone"] } }),
    );
    expect([called, died]).toEqual([[], [["c_2", "branch not taken"]]]);
  });

  test("what this pass has decided already is left out, what another pass decided is not", () => {
    const died = (path: BlockPath) =>
      ({ v: 2, type: "CallbackDied", callbackId: "c_2", path, reason: "cancelled" }) as const;
    const before = calledWith({}, died(SOURCE));
    expect(callsOfPass(calling({ state: before })).called).toEqual([["c_3", null]]);
    const other = calledWith({}, died(inPass(SOURCE, 2)));
    expect(callsOfPass(calling({ state: other })).called).toHaveLength(2);
  });
});

describe("What its callbacks hand on", () => {
  const given = {
    actionRunId: 3,
    success: true,
    handleOf: 2,
    containerVersion: 5,
    filtered: { path: blockPath("b_f"), slot: slotNamed("i_1") },
  };
  const container = { ...NO_ARGUMENTS, containerVersion: 5 };
  const action = { actionRunId: 7, appRuns: [], executions: 2 };

  test.each<[string, Facts, ArgumentReferences]>([
    ["passed on: what it was given", { type: "pure" }, given],
    ["nothing: the container", { type: "silent" }, container],
    [
      "its own action, of which one execution succeeded",
      { type: "effect", pass: { action, succeeded: 1 }, handle: "h" },
      { ...container, actionRunId: 7, success: true, handleOf: 7 },
    ],
    [
      "its own action, of which none did, without a handle",
      { type: "effect", pass: { action, succeeded: 0 } },
      { ...container, actionRunId: 7, success: false },
    ],
    [
      "no action where none was begun",
      { type: "effect", pass: { action: null } },
      { ...container, success: false },
    ],
  ])("%s", (_, facts, args) => {
    expect(callsOfPass(calling({ ...facts, state: calledWith(given) })).args).toEqual(args);
  });

  test.each([
    ["pure", "direct"],
    ["effect", "engine"],
    ["wait", "engine"],
  ])("a %s block is called by: %s", (type, mode) => {
    expect(callsOfPass(calling({ type })).mode).toBe(mode);
  });

  test("as events of their own, each call holds the slot of its port", () => {
    const high = slotNamed("i_high");
    const state = calledWith(given);
    const events = callbackEvents(calling({ state, filtered: { high } }));
    expect(events.map(({ type }) => type)).toEqual([
      "CallbackCalled",
      "CallbackCalled",
      "CallbackDied",
      "CallbackDied",
    ]);
    expect(events[0]).toMatchObject({ args: { ...given, filtered: { path: SOURCE, slot: high } } });
    expect(events[1]).toMatchObject({ args: given });
    for (const event of events) expect(event).toMatchObject({ v: 2, path: SOURCE });
  });
});
