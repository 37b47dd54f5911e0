import { describe, expect, test } from "vitest";
import { newCallback, type PlaybookDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { applyOperation } from "./apply.ts";
import { copyBlocks, parseClipboard, pasteBlocks } from "./clipboard.ts";
import { labelOf } from "./label.ts";
import type { Applied, Operation } from "./operation.ts";
import { sameDocument } from "./same-document.ts";
import { fullBlock, startingDocument } from "./testing/random-edit.ts";
import { applyUndo } from "./undo.ts";

/** a -> b -> c -> d and a -> c, where b and c stand in a, and d in c. */
const document = inside(startingDocument(), { b_b: "b_a", b_c: "b_a", b_d: "b_c" });

const setJoin = (from: Json, value: Json | undefined, path = ["join"]): Operation => ({
  kind: "setField",
  blockId: "b_c",
  path,
  from,
  value,
});
const setParent = (blockId: string, from: string | null, value: string | null): Operation => ({
  kind: "setField",
  blockId,
  path: ["parent"],
  from,
  value,
});
const setAwaited = (from: Json, value: Json, path = ["awaited"]): Operation => ({
  kind: "setCallback",
  callbackId: "c_3",
  path,
  from,
  value,
});

describe("A join, what it waits for and where a block stands are set, and taken back", () => {
  test.each<[string, Operation, (document: PlaybookDocument) => unknown, unknown]>([
    ["a join", setJoin("all", "any-once"), (one) => block(one, "b_c").join, "any-once"],
    ["a callback that is not awaited", setAwaited(true, false), awaited, false],
    ["a block out of another", setParent("b_b", "b_a", null), (one) => parent(one, "b_b"), null],
    ["a block into another", setParent("b_b", "b_a", "b_d"), (one) => parent(one, "b_b"), "b_d"],
  ])("%s", (_, operation, look, expected) => {
    const done = apply(document, operation);
    expect(look(done.document)).toBe(expected);
    const undone = applyUndo(done.document, done.inverse);
    expect(sameDocument(undone.document, document)).toBe(true);
    const redone = applyUndo(undone.document, undone.inverse);
    expect(sameDocument(redone.document, done.document)).toBe(true);
  });

  test("What holds already is applied, and there is nothing to take back", () => {
    for (const operation of [setJoin("any-once", "all"), setAwaited(false, true)])
      expect(apply(document, operation).inverse).toEqual({ kind: "together", operations: [] });
  });

  test.each<[string, Operation, object]>([
    ["the join", setJoin("any-once", "any-always"), { mine: "any-always", theirs: "all" }],
    ["where it stands", setParent("b_b", null, "b_c"), { mine: "b_c", theirs: "b_a" }],
  ])("When another has changed %s since, theirs stays", (_, operation, values) => {
    const answer = applyOperation(document, operation);
    expect(answer).toMatchObject({ status: "conflict", ...values });
  });

  test.each<[string, Operation, RegExp]>([
    ["a join that there is not", setJoin("all", "some"), /all/],
    ["no join", setJoin("all", undefined), /all/],
    ["a part of a join", setJoin("all", "all", ["join", "x"]), /no field/],
    ["a block in itself", setParent("b_a", null, "b_a"), /stand in itself/],
    ["a block in what stands in it", setParent("b_a", null, "b_d"), /stand in itself/],
    ["awaited that is no yes or no", setAwaited(true, 1), /boolean/],
    ["another field of a callback", setAwaited(true, true, ["port"]), /no field/],
  ])("Refused: %s", (_, operation, message) => {
    const answer = applyOperation(document, operation);
    expect(answer).toMatchObject({ status: "refused" });
    expect(answer.status === "refused" && answer.message).toMatch(message);
  });

  test("A block that another has deleted can be no other's place, nor can its callback be set", () => {
    const without = apply(document, { kind: "removeBlocks", blockIds: ["b_c"] }).document;
    expect(applyOperation(without, setParent("b_b", "b_a", "b_c"))).toEqual({
      status: "gone",
      what: "block",
      id: "b_c",
    });
    expect(applyOperation(without, setAwaited(true, false))).toMatchObject({ what: "callback" });
  });

  test("Each says to people what it does", () => {
    const label = (operation: Operation) => labelOf(operation, document);
    expect(label(setJoin("all", "any-once"))).toBe("Change join of c to Wait for Any, Run Once");
    expect(label(setParent("b_b", "b_a", "b_c"))).toBe("Move b into c");
    expect(label(setParent("b_b", "b_a", null))).toBe("Move b out of its block");
    expect(label(setAwaited(true, false))).toBe("Do not await the callback from a to c");
    expect(label(setAwaited(false, true))).toBe("Await the callback from a to c");
  });
});

describe("What stands in a block", () => {
  test("goes with it when it is deleted, and comes back with it", () => {
    const done = apply(document, { kind: "removeBlocks", blockIds: ["b_c"] });
    expect(done.operation).toEqual({ kind: "removeBlocks", blockIds: ["b_c", "b_d"] });
    expect(ids(done.document)).toEqual(["b_a", "b_b"]);
    expect(sameDocument(apply(done.document, done.inverse).document, document)).toBe(true);
  });

  test("goes also when another has just put it there", () => {
    const theirs = apply(document, {
      kind: "addBlocks",
      blocks: [{ ...fullBlock("b_new", "new"), parent: "b_d" }],
      callbacks: [],
    }).document;
    const done = apply(theirs, { kind: "removeBlocks", blockIds: ["b_a"] });
    expect(ids(done.document)).toEqual([]);
    expect(sameDocument(apply(done.document, done.inverse).document, theirs)).toBe(true);
  });

  test("comes back outside when what it stood in is gone, which is said", () => {
    const mine = apply(document, { kind: "removeBlocks", blockIds: ["b_d"] });
    const theirs = apply(mine.document, { kind: "removeBlocks", blockIds: ["b_c"] });
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(parent(undone.document, "b_d")).toBeNull();
    expect(undone.leftAlone).toContain(
      "d: what it stood in is gone, so that it stands outside now",
    );
  });

  test("keeps a block that I added there, when I take that back", () => {
    const mine = apply(document, {
      kind: "addBlocks",
      blocks: [fullBlock("b_x", "x"), { ...fullBlock("b_y", "y"), parent: "b_x" }],
      callbacks: [],
    });
    const moved = apply(mine.document, setParent("b_b", "b_a", "b_y")).document;
    const undone = applyUndo(moved, mine.inverse);
    expect(undone.leftAlone).toEqual(["y: holds blocks that stay", "x: holds blocks that stay"]);
    expect(undone.operation).toBeNull();
  });

  test("cannot be a circle of new blocks, nor stand in what there is not", () => {
    const add = (x: string, y: string): Operation => ({
      kind: "addBlocks",
      blocks: [
        { ...fullBlock("b_x", "x"), parent: x },
        { ...fullBlock("b_y", "y"), parent: y },
      ],
      callbacks: [],
    });
    expect(applyOperation(document, add("b_y", "b_x"))).toMatchObject({ status: "refused" });
    expect(applyOperation(document, add("b_y", "b_gone"))).toMatchObject({ id: "b_gone" });
    expect(applyOperation(document, add("b_y", "b_a"))).toMatchObject({ status: "applied" });
  });
});

describe("A copy", () => {
  test("of a block takes along what stands in it, inside the copy, with join, awaited and foreign keys", () => {
    const foreign = { original: { id: 7 } };
    const joined = apply(document, setJoin("all", "any-once")).document;
    const marked = apply(joined, setAwaited(true, false)).document;
    const blocks = marked.blocks.map((one) => (one.id === "b_d" ? { ...one, foreign } : one));
    const { operation } = paste({ ...marked, blocks }, ["b_a"]);
    expect(operation?.blocks).toMatchObject([
      { id: "b_n1", parent: null, join: "all" },
      { id: "b_n2", parent: "b_n1" },
      { id: "b_n3", parent: "b_n1", join: "any-once" },
      { id: "b_n4", parent: "b_n3", foreign },
    ]);
    const callbacks = operation?.callbacks.map(({ callback }) => callback) ?? [];
    expect(callbacks.find(({ awaited: waits }) => !waits)).toMatchObject({
      source: "b_n1",
      target: "b_n3",
    });
  });

  test("of a block without what it stands in stands outside", () => {
    const { operation } = paste(document, ["b_b"]);
    expect(operation?.blocks).toMatchObject([{ parent: null }]);
  });

  test("of a block of a type that is not known here is pasted as it is", () => {
    const odd = { ...fullBlock("b_odd", "odd"), type: "teleport", version: 7 };
    const { operation, leftOut } = paste({ ...document, blocks: [odd], callbacks: [] }, ["b_odd"]);
    expect(leftOut).toEqual([]);
    expect(operation?.blocks).toMatchObject([{ type: "teleport", version: 7 }]);
  });
});

test("Two documents that differ in foreign keys alone are not the same", () => {
  const foreign = { kept: 1 };
  expect(sameDocument(document, { ...document, foreign })).toBe(false);
  const callbacks = document.callbacks.map((one) => ({ ...one, foreign }));
  expect(sameDocument(document, { ...document, callbacks })).toBe(false);
});

test("A callback that is connected again is awaited as it was", () => {
  const before = apply(document, setAwaited(true, false)).document;
  const done = apply(before, { kind: "disconnect", callbackIds: ["c_3"] });
  expect(sameDocument(apply(done.document, done.inverse).document, before)).toBe(true);
});

test("A callback that is not awaited may be connected", () => {
  const callback = newCallback({
    id: "c_9",
    source: "b_b",
    port: "out",
    target: "b_d",
    awaited: false,
  });
  const done = apply(document, { kind: "connect", callback, beforeId: null });
  expect(done.document.callbacks).toContainEqual(callback);
});

function inside(of: PlaybookDocument, parents: Readonly<Record<string, string>>): PlaybookDocument {
  return { ...of, blocks: of.blocks.map((one) => ({ ...one, parent: parents[one.id] ?? null })) };
}

function block(of: PlaybookDocument, id: string) {
  const found = of.blocks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no block ${id}`);
  return found;
}

function parent(of: PlaybookDocument, id: string): string | null {
  return block(of, id).parent;
}

function awaited(of: PlaybookDocument): boolean | undefined {
  return of.callbacks.find(({ id }) => id === "c_3")?.awaited;
}

function ids(of: PlaybookDocument): string[] {
  return of.blocks.map(({ id }) => id);
}

function paste(of: PlaybookDocument, blockIds: readonly string[]) {
  const parsed = parseClipboard(JSON.stringify(copyBlocks(of, new Set(blockIds))));
  if (!parsed.ok) throw new Error(parsed.message ?? "not ours");
  let count = 0;
  return pasteBlocks({
    document: of,
    clipboard: parsed.clipboard,
    at: null,
    ids: (prefix) => `${prefix}_n${++count}`,
    specs: new Map(),
  });
}

function apply(
  to: PlaybookDocument,
  operation: Operation,
): Extract<Applied, { readonly status: "applied" }> {
  const answer = applyOperation(to, operation);
  if (answer.status !== "applied") throw new Error(JSON.stringify(answer));
  return answer;
}
