import { describe, expect, test } from "vitest";
import { newBlock, newDocument } from "../document/index.ts";
import {
  type BlockPath,
  blockIdOf,
  blockPath,
  foldRun,
  inPass,
  type RunEvent,
  slotNamed,
} from "../log/index.ts";
import type { PassResults } from "../results/index.ts";
import type { Reference } from "./datapath.ts";
import { runScope } from "./scope.ts";
import { actionResults } from "./source.ts";

const byId = (id: string): Reference => ({ kind: "id", id });
const byName = (name: string): Reference => ({ kind: "name", name });

const inputs = [{ id: "i_ip", name: "ip", dataType: "string" }];
const document = newDocument({
  name: "Test",
  blocks: [
    newBlock({ id: "b_s", type: "start", version: 1, name: "start", config: { inputs } }),
    newBlock({ id: "b_a", type: "action", version: 1, name: "Lookup_1", config: {} }),
    newBlock({ id: "b_n", type: "note", version: 1, name: "note", config: {} }),
  ],
});

const A = blockPath("b_a");

/** A scope after these passes began; what a pass stored is its own path. */
function scopeAfter(...paths: readonly BlockPath[]) {
  const events = paths.map((path, index): RunEvent => {
    const body = { v: 1, type: "BlockStarted", path, blockId: blockIdOf(path) } as const;
    return { seq: index + 1, at: "", event: { ...body, action: null } };
  });
  return runScope({
    document,
    accessTo: (type) => ({ source: type === "action" ? actionResults : null, filter: null }),
    results: {
      inputs: () => ({ ip: "192.0.2.1" }),
      pass: (path): PassResults => ({ entries: [], value: () => path }),
    },
    state: foldRun(events),
    releasedBy: { filtered: null },
    container: null,
  });
}

function readAt(scope: ReturnType<typeof scopeAfter>, reference: Reference) {
  return scope.block(reference)?.results?.value(slotNamed("any"));
}

describe("What datapaths read in a run", () => {
  test("a block, by its id or by its name in whatever case", () => {
    const scope = scopeAfter(A);
    for (const reference of [byId("b_a"), byName("Lookup_1"), byName("lookup_1")])
      expect(readAt(scope, reference)).toBe(A);
  });

  test("the newest pass of a block that has run several times", () => {
    expect(readAt(scopeAfter(A, inPass(A, 2), inPass(A, 3)), byId("b_a"))).toBe("b_a[3]");
  });

  test("a block that has not run is there and has no results", () => {
    expect(scopeAfter().block(byId("b_a"))).toEqual({ source: actionResults, results: undefined });
  });

  test("nothing of a block whose kind they cannot read, nor of one that is not there", () => {
    const scope = scopeAfter(blockPath("b_n"));
    expect(scope.block(byId("b_n"))).toBeNull();
    expect(scope.block(byId("b_gone"))).toBeNull();
    expect(scope.block(byName("gone"))).toBeNull();
  });

  test("an id is always meant as a block, a name only when there is one", () => {
    const scope = scopeAfter();
    expect(scope.knows(byId("b_gone"))).toBe(true);
    expect(scope.knows(byName("note"))).toBe(true);
    expect(scope.knows(byName("gone"))).toBe(false);
  });

  test("an input, by its id or by its exact name", () => {
    const scope = scopeAfter();
    expect(scope.input(byId("i_ip"))).toBe("192.0.2.1");
    expect(scope.input(byName("ip"))).toBe("192.0.2.1");
    for (const other of [byId("i_gone"), byName("gone"), byName("IP"), byName("constructor")])
      expect(scope.input(other)).toBeUndefined();
  });
});
