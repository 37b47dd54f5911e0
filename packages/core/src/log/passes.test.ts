import { describe, expect, test } from "vitest";
import type { RunEventBody } from "./event.ts";
import { emptyRunState, foldRun } from "./fold.ts";
import { callOf, callsOf, lastCall, lastPass, passAt, passesOf } from "./passes.ts";
import { type BlockPath, blockIdOf, blockPath, readPath } from "./path.ts";
import { recorded } from "./testing/random-log.ts";

function path(text: string): BlockPath {
  const read = readPath(text);
  if (read === null) throw new Error(`${text} is no path`);
  return read;
}

/** A run in which these passes ran, in this order; each calls c_out. */
function stateAfter(...texts: readonly string[]) {
  const bodies = texts.map((text): RunEventBody => {
    const at = path(text);
    const args = {
      actionRunId: null,
      success: null,
      handleOf: null,
      containerVersion: null,
      filtered: null,
    };
    const told = { mode: "direct", args, called: [["c_out", null]], died: [], lines: [] } as const;
    const ended = { outcome: "succeeded", failure: null, taken: [] } as const;
    return { v: 1, type: "BlockRan", path: at, blockId: blockIdOf(at), ...ended, ...told };
  });
  return foldRun(recorded(bodies));
}

describe("Passes of a block", () => {
  test.each<[string, readonly string[], readonly string[], string | undefined]>([
    ["none that ran", ["b_a"], [], undefined],
    ["its only one", ["b_a", "b_x"], ["b_x"], "b_x"],
    [
      "each of a join that runs always",
      ["b_x", "b_x[2]", "b_x[3]"],
      ["b_x", "b_x[2]", "b_x[3]"],
      "b_x[3]",
    ],
    [
      "those inside of a loop",
      ["b_l[1]/b_x", "b_l[2]/b_x"],
      ["b_l[1]/b_x", "b_l[2]/b_x"],
      "b_l[2]/b_x",
    ],
    ["none of a block whose id only begins alike", ["b_xy", "b_x-1"], [], undefined],
  ])("are %s", (_, ran, passes, last) => {
    const state = stateAfter(...ran);
    expect(passesOf(state, "b_x").map((pass) => pass.path)).toEqual(passes);
    expect(lastPass(state, "b_x")?.path).toBe(last);
  });

  test("are found by their path, and what every object has is no pass", () => {
    const state = stateAfter("b_x", "b_l[2]/b_x");
    expect(passAt(state, path("b_l[2]/b_x"))?.blockId).toBe("b_x");
    expect(passAt(state, path("b_l[3]/b_x"))).toBeUndefined();
    expect(passAt(state, path("constructor"))).toBeUndefined();
  });
});

describe("Calls of a callback", () => {
  const first = blockPath("b_x");
  const second = path("b_x[2]");
  const state = stateAfter("b_x", "b_x[2]");

  test("are one for each pass of its source, oldest first", () => {
    expect(callsOf(state, "c_out").map((call) => call.path)).toEqual([first, second]);
    expect(lastCall(state, "c_out")).toMatchObject({ path: second, seq: 2 });
    expect(callOf(state, "c_out", first)).toMatchObject({ path: first, seq: 1 });
    expect(callOf(state, "c_out", second)).toMatchObject({ path: second, seq: 2 });
  });

  test("are none while it is open", () => {
    expect(callOf(state, "c_out", path("b_x[3]"))).toBeUndefined();
    for (const id of ["c_open", "constructor", "__proto__"]) {
      expect(callsOf(state, id)).toEqual([]);
      expect(lastCall(state, id)).toBeUndefined();
      expect(callOf(emptyRunState, id, first)).toBeUndefined();
    }
  });

  test("that version 1 recorded as dead, without a path, are those of the one pass that it knew", () => {
    const died = { v: 2, type: "CallbackDied", callbackId: "c_1", path: null } as const;
    const old = foldRun(recorded([{ ...died, reason: "cancelled" }]));
    expect(callOf(old, "c_1", first)).toMatchObject({ state: "dead", path: null });
  });
});
