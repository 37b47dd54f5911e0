import { type Block, type Join, newBlock, newCallback, newDocument } from "@callbook/core/document";
import {
  type ArgumentReferences,
  blockPath,
  foldRun,
  inPass,
  type RunEventBody,
  slotNamed,
} from "@callbook/core/log";
import { describe, expect, it } from "vitest";
import { catalogue } from "../catalogue/testing/catalogue.ts";
import { makeScene, type SceneFacts } from "./make-scene.ts";
import { outlineRows } from "./outline-rows.ts";
import { emptyScene } from "./scene.ts";

function block(id: string, type: string, y: number, config: Block["config"]): Block {
  return newBlock({ id, type, version: 1, name: id.slice(2), position: { x: 0, y }, config });
}
const actionConfig = {
  integrationKey: "sample-intel",
  command: "ip reputation",
  connectionIds: [7],
  parameters: {},
  handle: "",
  waitSeconds: 86_400,
  repeatSafe: false,
};
const log = { message: "", level: "info" };

const document = newDocument({
  name: "Triage",
  blocks: [
    block("b_start", "start", 0, { inputs: [] }),
    block("b_look", "action", 80, actionConfig),
    block("b_note", "debug", 240, log),
    block("b_join", "debug", 400, log),
  ],
  callbacks: [
    newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_look" }),
    newCallback({ id: "c_2", source: "b_look", port: "error", target: "b_note" }),
    newCallback({ id: "c_3", source: "b_look", port: "success", target: "b_join" }),
    newCallback({ id: "c_4", source: "b_note", port: "next", target: "b_join" }),
  ],
});
const facts: SceneFacts = {
  document,
  catalogue,
  connections: new Map([[7, "vt_enterprise"]]),
  run: null,
  problems: [],
};

function ran(...bodies: readonly RunEventBody[]): SceneFacts {
  const events = bodies.map((event, index) => ({
    seq: index + 1,
    at: new Date(1_700_000_000_000 + index * 1000).toISOString(),
    event,
  }));
  return { ...facts, run: { state: foldRun(events), document } };
}

const deadline = "2026-11-21T10:00:00.000Z";
const NONE: ArgumentReferences = {
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filtered: null,
};
const look = blockPath("b_look");
const runStarted = { v: 1, type: "RunStarted", revisionId: 1, testRun: true } as const;
const lookStarted = {
  v: 1,
  type: "BlockStarted",
  path: look,
  blockId: "b_look",
  action: {
    actionRunId: 1,
    appRuns: [{ appRunId: 9, connectionId: 7, connection: "vt_enterprise" }],
    executions: 2,
  },
} as const;
const lookFailed = {
  v: 1,
  type: "BlockFinished",
  path: look,
  blockId: "b_look",
  outcome: "failed",
  succeeded: 0,
  total: 2,
  failure: null,
  taken: ["error"],
} as const;

describe("a playbook that has not run", () => {
  const scene = makeScene(facts, emptyScene);

  it("shows commands with their connections, joins, and the port row where the error port is wired", () => {
    expect(scene.blocks.get("b_look")).toMatchObject({
      subtitle: "ip reputation",
      chips: [{ name: "vt_enterprise", mark: "plug" }],
      portRow: true,
      state: "not_run",
    });
    expect(scene.blocks.get("b_join")?.join).toEqual({ text: "Wait for All", waits: false });
    expect(scene.callbacks.get("c_3")).toMatchObject({ look: "idle", name: "success" });
  });

  it("keeps every unchanged view as the same object, so that nothing is drawn twice", () => {
    const moved = {
      ...document,
      blocks: document.blocks.map((one) =>
        one.id === "b_join" ? { ...one, position: { x: 16, y: 400 } } : one,
      ),
    };
    const next = makeScene({ ...facts, document: moved }, scene);
    expect(next.blocks.get("b_look")).toBe(scene.blocks.get("b_look"));
    expect(next.blocks.get("b_join")).not.toBe(scene.blocks.get("b_join"));
    expect(next.callbacks.get("c_1")).toBe(scene.callbacks.get("c_1"));
  });

  it("a join says its mode, and of how many callbacks it awaits some", () => {
    const joined = (join: Join, awaited: boolean) => {
      const changed = {
        ...document,
        blocks: document.blocks.map((one) => (one.id === "b_join" ? { ...one, join } : one)),
        callbacks: document.callbacks.map((one) => (one.id === "c_4" ? { ...one, awaited } : one)),
      };
      const { blocks, callbacks } = makeScene({ ...facts, document: changed }, emptyScene);
      return [blocks.get("b_join")?.join?.text, callbacks.get("c_4")?.detail];
    };
    expect(joined("all", true)).toEqual(["Wait for All", null]);
    expect(joined("all", false)).toEqual(["Wait for All: 1 of 2", "not awaited"]);
    expect(joined("any-once", true)).toEqual(["Wait for Any, Run Once", null]);
    expect(joined("any-always", true)).toEqual(["Wait for Any, Run Always", null]);
  });

  it("a block of an unknown type or version says its type, and has the ports that callbacks leave from", () => {
    for (const change of [{ type: "teleport" }, { version: 99 }]) {
      const blocks = document.blocks.map((one) =>
        one.id === "b_look" ? { ...one, ...change } : one,
      );
      const odd = makeScene({ ...facts, document: { ...document, blocks } }, emptyScene);
      const view = odd.blocks.get("b_look");
      expect(view).toMatchObject({
        placeholder: true,
        kind: "block",
        chips: [],
        portRow: true,
        takesCallbacks: true,
        subtitle: change.type ?? "action",
        icon: "circle-help",
      });
      expect(view?.ports.map(({ id }) => id)).toEqual(["error", "success"]);
      expect(odd.callbacks.size).toBe(4);
    }
  });

  it("an error port without a callback is loose and takes no room", () => {
    const unwired = {
      ...document,
      callbacks: document.callbacks.filter((one) => one.id !== "c_2"),
    };
    const view = makeScene({ ...facts, document: unwired }, emptyScene).blocks.get("b_look");
    expect(view?.portRow).toBe(false);
    expect(view?.ports.map((port) => port.loose)).toEqual([false, true]);
  });
});

describe("a playbook in a run", () => {
  it("names what a join still waits for and what may still be called", () => {
    const scene = makeScene(ran(runStarted, lookStarted), emptyScene);
    expect(scene.blocks.get("b_look")?.state).toBe("running");
    expect(scene.blocks.get("b_join")).toMatchObject({
      state: "queued",
      join: { text: "Wait for All: waits for 2", waits: true },
    });
    expect(scene.callbacks.get("c_3")).toMatchObject({ look: "open", detail: "open" });
  });

  it("marks a failed block, its error callback and the one that died", () => {
    const args = { ...NONE, actionRunId: 1, success: false };
    const scene = makeScene(
      ran(
        runStarted,
        lookStarted,
        lookFailed,
        { v: 2, type: "CallbackDied", callbackId: "c_3", path: look, reason: "source failed" },
        { v: 2, type: "CallbackCalled", callbackId: "c_2", path: look, mode: "engine", args },
      ),
      emptyScene,
    );
    expect(scene.blocks.get("b_look")).toMatchObject({ state: "failed", count: "0/2" });
    expect(scene.callbacks.get("c_2")).toMatchObject({ look: "error", detail: "2 errors" });
    expect(scene.callbacks.get("c_3")).toMatchObject({ look: "dead", detail: "not taken" });
    expect(scene.blocks.get("b_look")?.ports.map((port) => port.run)).toEqual([
      "notTaken",
      "taken",
    ]);
  });

  it("the box of a block is the same in every state", () => {
    const before = makeScene(facts, emptyScene);
    const after = makeScene(ran(runStarted, lookStarted, lookFailed), emptyScene);
    for (const [id, view] of before.blocks) expect(after.blocks.get(id)?.box).toEqual(view.box);
  });

  it("a block that was added after the run began has no part in it", () => {
    const later = { ...document, blocks: [...document.blocks, block("b_new", "debug", 600, log)] };
    const scene = makeScene({ ...ran(runStarted, lookStarted), document: later }, emptyScene);
    expect(scene.blocks.get("b_new")?.state).toBe("not_run");
  });
});

describe("a block that ran several times", () => {
  const again = inPass(look, 2);
  const scene = makeScene(
    ran(
      runStarted,
      lookStarted,
      lookFailed,
      { v: 2, type: "CallbackDied", callbackId: "c_3", path: look, reason: "source failed" },
      { ...lookStarted, path: again },
      { ...lookFailed, path: again, outcome: "succeeded", succeeded: 2, taken: ["success"] },
      { v: 2, type: "CallbackCalled", callbackId: "c_3", path: again, mode: "engine", args: NONE },
    ),
    emptyScene,
  );

  it("shows its newest pass, and which one that is", () => {
    expect(scene.blocks.get("b_look")).toMatchObject({
      state: "succeeded",
      count: "2/2",
      pass: "pass 2",
    });
    expect(scene.blocks.get("b_start")?.pass).toBeNull();
  });

  it("shows of each callback what became of it last", () => {
    expect(scene.callbacks.get("c_3")).toMatchObject({ look: "called", detail: "2 results" });
  });
});

it("a block that waits shows what is left of the time for an answer, of a delay when it is over", () => {
  const wait = { v: 2, type: "BlockWaiting", path: look, waitId: "w", deadline } as const;
  const waiting = (kind: "callback" | "delay") =>
    makeScene(
      ran(runStarted, { ...lookStarted, action: null }, { ...wait, slot: slotNamed("wait"), kind }),
      emptyScene,
    ).blocks.get("b_look");
  expect(waiting("callback")).toMatchObject({
    state: "waiting",
    time: { kind: "until", at: deadline, shown: "countdown" },
  });
  expect(waiting("delay")?.time).toMatchObject({ at: deadline, shown: "moment" });
});

it("what computes is done in one event, and calls with it", () => {
  const scene = makeScene(
    ran(runStarted, {
      v: 1,
      type: "BlockRan",
      path: blockPath("b_start"),
      blockId: "b_start",
      outcome: "succeeded",
      failure: null,
      taken: ["next"],
      mode: "direct",
      args: NONE,
      called: [["c_1", null]],
      died: [],
      lines: [],
    }),
    emptyScene,
  );
  expect(scene.blocks.get("b_start")?.state).toBe("succeeded");
  expect(scene.callbacks.get("c_1")).toMatchObject({ look: "called", name: "start", took: null });
});

it("the outline lists blocks in reading order with the callbacks that leave them, and folds", () => {
  const scene = makeScene(facts, emptyScene);
  const rows = outlineRows(scene, new Set(["b_look"]));
  expect(rows.map((row) => row.key)).toEqual([
    "b_start",
    "c_1",
    "b_look",
    "b_note",
    "c_4",
    "b_join",
  ]);
});
