import { type Block, newBlock, newCallback, newDocument } from "@callbook/core/document";
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
import { callbackRows, resultsGroups } from "./run-results.ts";

const block = (id: string, type: string, config: Block["config"]) =>
  newBlock({ id, type, version: 1, name: `${id.slice(2)}_1`, config });
const branch = { id: "i_hit", name: "hit", logic: "and", comparisons: [] };
const document = newDocument({
  name: "Triage",
  blocks: [
    block("b_decide", "decision", { branches: [branch] }),
    block("b_log", "debug", { message: "", level: "info" }),
  ],
  callbacks: [newCallback({ id: "c_1", source: "b_decide", port: "i_hit", target: "b_log" })],
});
const decide = blockPath("b_decide");
const NONE: ArgumentReferences = {
  actionRunId: null,
  success: null,
  handleOf: null,
  containerVersion: null,
  filtered: null,
};
const decided = {
  v: 1,
  type: "BlockRan",
  path: decide,
  blockId: "b_decide",
  outcome: "succeeded",
  failure: null,
  taken: ["i_hit"],
  mode: "direct",
  args: NONE,
  called: [["c_1", null]],
  died: [],
  lines: [],
} as const;

const now = new Date("2026-11-21T09:00:00.000Z");

function shown(...bodies: readonly RunEventBody[]) {
  const started: RunEventBody = { v: 1, type: "RunStarted", revisionId: 1, testRun: true };
  const events = [started, ...bodies].map((event, index) => ({
    seq: index + 1,
    at: new Date(1_700_000_000_000 + index * 1000).toISOString(),
    event,
  }));
  return { document, catalogue, state: foldRun(events) };
}

describe("what a pass stored beside executions", () => {
  const filtered = { ...decided, called: [["c_1", slotNamed("i_hit")]] } as const;

  it("can be opened when a callback hands on what the pass let through, by the name of its port", () => {
    const [group] = resultsGroups(shown(filtered), now);
    expect(group?.stored?.ports.get("i_hit")).toBe("hit");
  });

  it("is nothing when it let everything through, and while it has not ended", () => {
    expect(resultsGroups(shown(decided), now)[0]?.stored).toBeNull();
    const begun = shown({
      v: 1,
      type: "BlockStarted",
      path: decide,
      blockId: "b_decide",
      action: null,
    });
    expect(resultsGroups(begun, now)[0]?.stored).toBeNull();
  });
});

it("a delay waits until a moment, an action for its callback", () => {
  const waiting = (kind: "callback" | "delay") =>
    resultsGroups(
      shown(
        { v: 1, type: "BlockStarted", path: decide, blockId: "b_decide", action: null },
        {
          v: 2,
          type: "BlockWaiting",
          path: decide,
          slot: slotNamed("wait"),
          waitId: "w",
          kind,
          deadline: new Date(2026, 10, 21, 10, 30).toISOString(),
        },
      ),
      new Date(2026, 10, 21, 9, 0),
    )[0]?.message;
  expect(waiting("delay")).toBe("Waits until 10:30:00");
  expect(waiting("callback")).toBe("Waits for its callback");
});

it("every call of a callback is a row, the newest first, with the pass that called", () => {
  const again = inPass(decide, 2);
  const died = { called: [], args: null, died: [["c_1", "branch not taken"]] } as const;
  expect(callbackRows(shown(decided, { ...decided, ...died, path: again }))).toMatchObject([
    { source: "decide_1, pass 2", path: again, state: "dead", reason: "branch not taken" },
    { source: "decide_1, pass 1", path: decide, state: "called", mode: "direct", port: "hit" },
  ]);
  expect(callbackRows(shown())).toMatchObject([{ source: "decide_1", state: "open", path: null }]);
});
