import { describe, expect, test } from "vitest";
import { indexDocument, newCallback, type PlaybookDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { applyOperation } from "./apply.ts";
import type { Applied, Operation } from "./operation.ts";
import { fullBlock, startingDocument, testBlock } from "./testing/random-edit.ts";

const document = startingDocument();

describe("Names are unique ignoring case", () => {
  test("The later of two blocks with one name gets _2", () => {
    const operation: Operation = {
      kind: "addBlocks",
      blocks: [testBlock("b_x", "A"), testBlock("b_y", "a")],
      callbacks: [],
    };
    const done = apply(document, operation);
    expect(done.document.blocks.slice(4).map(({ name }) => name)).toEqual(["A_2", "a_3"]);
    expect(done.operation).toMatchObject({ blocks: [{ name: "A_2" }, { name: "a_3" }] });
  });

  test("A rename to a taken name gets _2, to its own name in other case does not", () => {
    const done = apply(document, { kind: "rename", blockId: "b_a", from: "a", name: "B" });
    expect(done.operation).toEqual({ kind: "rename", blockId: "b_a", from: "a", name: "B_2" });
    expect(
      apply(document, { kind: "rename", blockId: "b_a", from: "a", name: "A" }).operation,
    ).toMatchObject({ name: "A" });
  });

  test("A name that is a word of datapaths gets _2, one of 64 characters stays within 64", () => {
    const done = apply(document, { kind: "rename", blockId: "b_a", from: "a", name: "container" });
    expect(done.operation).toMatchObject({ name: "container_2" });
    const long = "x".repeat(64);
    const first = apply(document, {
      kind: "rename",
      blockId: "b_a",
      from: "a",
      name: long,
    }).document;
    const second = apply(first, { kind: "rename", blockId: "b_b", from: "b", name: long });
    expect(second.operation).toMatchObject({ name: `${"x".repeat(62)}_2` });
  });
});

describe("A field that another has changed since is a conflict, with both values", () => {
  test.each<[string, Operation, object]>([
    [
      "a parameter",
      {
        kind: "setField",
        blockId: "b_a",
        path: ["config", "parameters", "ip"],
        from: "old",
        value: "mine",
      },
      { blockId: "b_a", path: ["config", "parameters", "ip"], mine: "mine", theirs: "1.1.1.1" },
    ],
    [
      "a field of an item",
      {
        kind: "setField",
        blockId: "b_a",
        path: ["config", "branches", "i_1", "name"],
        from: "x",
        value: "y",
      },
      { mine: "y", theirs: "one" },
    ],
    [
      "a name",
      { kind: "rename", blockId: "b_a", from: "was", name: "mine" },
      { mine: "mine", theirs: "a" },
    ],
    [
      "a position",
      { kind: "moveBlocks", moves: [{ blockId: "b_a", from: { x: 9, y: 9 }, to: { x: 1, y: 1 } }] },
      { mine: { x: 1, y: 1 }, theirs: { x: 0, y: 0 } },
    ],
    [
      "the playbook's name",
      { kind: "setPlaybook", path: ["name"], from: "Q", value: "R" },
      { blockId: null, mine: "R", theirs: "P" },
    ],
  ])("%s", (_, operation, answer) => {
    expect(applyOperation(document, operation)).toMatchObject({ status: "conflict", ...answer });
  });

  test("Two people setting the same value agree, and undo of the second takes nothing back", () => {
    const done = apply(document, {
      kind: "setField",
      blockId: "b_a",
      path: ["config", "parameters", "ip"],
      from: "old",
      value: "1.1.1.1",
    });
    expect(done.document).toBe(document);
    expect(done.inverse).toEqual({ kind: "together", operations: [] });
  });
});

describe("What is gone is said to be gone", () => {
  test.each<[Operation, string, string]>([
    [{ kind: "setField", blockId: "b_x", path: ["note"], from: "", value: "n" }, "block", "b_x"],
    [
      {
        kind: "setField",
        blockId: "b_a",
        path: ["config", "branches", "i_9", "name"],
        from: "",
        value: "n",
      },
      "item",
      "i_9",
    ],
    [
      { kind: "removeItem", blockId: "b_a", path: ["config", "branches"], itemId: "i_9" },
      "item",
      "i_9",
    ],
    [
      {
        kind: "moveItem",
        blockId: "b_a",
        path: ["config", "branches"],
        itemId: "i_9",
        beforeId: null,
      },
      "item",
      "i_9",
    ],
    [{ kind: "removeBlocks", blockIds: ["b_x", "b_y"] }, "block", "b_x"],
    [{ kind: "disconnect", callbackIds: ["c_9"] }, "callback", "c_9"],
    [{ kind: "reorder", callbackId: "c_9", beforeId: null }, "callback", "c_9"],
    [{ kind: "rename", blockId: "b_x", from: "x", name: "y" }, "block", "b_x"],
    [
      {
        kind: "connect",
        callback: newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_x" }),
        beforeId: null,
      },
      "block",
      "b_x",
    ],
    [
      { kind: "moveBlocks", moves: [{ blockId: "b_x", from: { x: 0, y: 0 }, to: { x: 1, y: 1 } }] },
      "block",
      "b_x",
    ],
  ])("%j", (operation, what, id) => {
    expect(applyOperation(document, operation)).toEqual({ status: "gone", what, id });
  });
});

describe("What no document may become is refused with a reason", () => {
  const set = (path: string[], value: Json | undefined, from?: Json): Operation => ({
    kind: "setField",
    blockId: "b_a",
    path,
    from,
    value,
  });
  test.each<[string, Operation, RegExp]>([
    ["a new id", set(["config", "branches", "i_1", "id"], "i_9", "i_1"), /never changes/],
    ["an item without its id", set(["config", "branches", "i_1"], { name: "x" }), /keeps its id/],
    ["an item removed as a field", set(["config", "branches", "i_1"], undefined), /keeps its id/],
    ["a field of the block itself", set(["type"], "end", "action"), /no field/],
    ["a path into a text", set(["config", "parameters", "ip", "x"], 1), /no field/],
    ["a path into nothing", set(["config", "missing", "x"], 1), /no field/],
    ["a path into the prototype", set(["config", "__proto__", "x"], 1), /no field/],
    [
      "a key that reaches the prototype",
      set(["config", "parameters"], JSON.parse('{"constructor": 1}'), { ip: "1.1.1.1" }),
      /not allowed/,
    ],
    ["a configuration that is a list", set(["config"], []), /object/],
    [
      "too deep a value",
      set(["config", "parameters"], JSON.parse("[".repeat(80) + "]".repeat(80))),
      /deep/,
    ],
    ["a note that is a number", set(["note"], 1, ""), /expected string/],
    [
      "a block that calls itself",
      {
        kind: "connect",
        callback: newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_a" }),
        beforeId: null,
      },
      /itself/,
    ],
    [
      "the same callback twice",
      {
        kind: "connect",
        callback: newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_b" }),
        beforeId: null,
      },
      /already/,
    ],
    ["a taken id", { kind: "addBlocks", blocks: [testBlock("b_a", "x")], callbacks: [] }, /taken/],
    [
      "a taken item id",
      {
        kind: "insertItem",
        blockId: "b_a",
        path: ["config", "branches"],
        item: { id: "i_1" },
        beforeId: null,
      },
      /taken/,
    ],
    [
      "an item in no list",
      {
        kind: "insertItem",
        blockId: "b_a",
        path: ["config", "parameters"],
        item: { id: "i_9" },
        beforeId: null,
      },
      /no list/,
    ],
    ["a bad name", { kind: "rename", blockId: "b_a", from: "a", name: "two words" }, /letters/],
    [
      "an empty name of the playbook",
      { kind: "setPlaybook", path: ["name"], from: "P", value: " " },
      /1 character/,
    ],
    [
      "a document with a dangling callback",
      { kind: "replaceDocument", document: { ...document, blocks: [] } },
      /not in the document/,
    ],
    [
      "more than 5 MiB",
      set(["config", "parameters", "ip"], "x".repeat(6_000_000), "1.1.1.1"),
      /5 MiB/,
    ],
  ])("%s", (_, operation, message) => {
    const answer = applyOperation(document, operation);
    expect(answer).toMatchObject({ status: "refused" });
    expect(answer.status === "refused" && answer.message).toMatch(message);
  });

  test("more than 2,000 blocks", () => {
    const blocks = Array.from({ length: 1997 }, (_, i) => testBlock(`b_n${i}`, `n${i}`));
    expect(applyOperation(document, { kind: "addBlocks", blocks, callbacks: [] })).toMatchObject({
      status: "refused",
    });
    expect(
      applyOperation(document, { kind: "addBlocks", blocks: blocks.slice(1), callbacks: [] }),
    ).toMatchObject({ status: "applied" });
  });
});

describe("The order of callbacks at a port", () => {
  test("A callback is put before another of its port, else last", () => {
    const connect = (beforeId: string | null): string[] => {
      const callback = newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_d" });
      const after = apply(document, { kind: "connect", callback, beforeId }).document;
      return indexDocument(after)
        .ofPort("b_a", "out")
        .map(({ id }) => id);
    };
    expect(connect(null)).toEqual(["c_0", "c_3", "c_9"]);
    expect(connect("c_3")).toEqual(["c_0", "c_9", "c_3"]);
    expect(connect("c_1")).toEqual(["c_0", "c_3", "c_9"]);
    expect(connect("c_gone")).toEqual(["c_0", "c_3", "c_9"]);
  });

  test("A callback is reordered, and back again", () => {
    const done = apply(document, { kind: "reorder", callbackId: "c_3", beforeId: "c_0" });
    expect(
      indexDocument(done.document)
        .ofPort("b_a", "out")
        .map(({ id }) => id),
    ).toEqual(["c_3", "c_0"]);
    const back = apply(done.document, done.inverse).document;
    expect(
      indexDocument(back)
        .ofPort("b_a", "out")
        .map(({ id }) => id),
    ).toEqual(["c_0", "c_3"]);
  });
});

test("Deleting a block deletes its callbacks, and bringing it back brings them back in their order", () => {
  const done = apply(document, { kind: "removeBlocks", blockIds: ["b_b", "b_c"] });
  expect(done.document.callbacks).toEqual([]);
  const back = apply(done.document, done.inverse).document;
  expect(indexDocument(back).ofPort("b_a", "out")).toEqual(
    indexDocument(document).ofPort("b_a", "out"),
  );
});

test("Two of three callbacks of a port come back in front of the third, in their order", () => {
  const third = newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_d" });
  const before = apply(document, { kind: "connect", callback: third, beforeId: null }).document;
  for (const operation of [
    { kind: "disconnect", callbackIds: ["c_0", "c_3"] },
    { kind: "removeBlocks", blockIds: ["b_b", "b_c"] },
  ] as const) {
    const done = apply(before, operation);
    const back = apply(done.document, done.inverse).document;
    const order = indexDocument(back).ofPort("b_a", "out");
    expect(order.map(({ id }) => id)).toEqual(["c_0", "c_3", "c_9"]);
  }
});

test("Several operations together are all applied or none", () => {
  const good: Operation = { kind: "rename", blockId: "b_a", from: "a", name: "z" };
  const bad: Operation = { kind: "disconnect", callbackIds: ["c_9"] };
  expect(applyOperation(document, { kind: "together", operations: [good, bad] })).toEqual({
    status: "gone",
    what: "callback",
    id: "c_9",
  });
  expect(document.blocks[0]?.name).toBe("a");
});

test("Blocks that an edit does not touch are shared with the document before", () => {
  const done = apply(document, {
    kind: "setField",
    blockId: "b_a",
    path: ["note"],
    from: "",
    value: "n",
  });
  expect(done.document.blocks[1]).toBe(document.blocks[1]);
  expect(done.document.callbacks).toBe(document.callbacks);
});

test("Pasting 1,900 blocks with their callbacks takes no quadratic time", () => {
  const blocks = Array.from({ length: 1900 }, (_, i) => fullBlock(`b_n${i}`, "copy"));
  const callbacks = blocks.slice(1).map((block, i) => ({
    callback: newCallback({ id: `c_n${i}`, source: `b_n${i}`, port: "out", target: block.id }),
    beforeId: null,
  }));
  const done = apply(document, { kind: "addBlocks", blocks, callbacks });
  expect(new Set(done.document.blocks.map(({ name }) => name)).size).toBe(1904);
  expect(apply(done.document, done.inverse).document.blocks).toHaveLength(4);
});

function apply(
  to: PlaybookDocument,
  operation: Operation,
): Extract<Applied, { status: "applied" }> {
  const answer = applyOperation(to, operation);
  if (answer.status !== "applied") throw new Error(JSON.stringify(answer));
  return answer;
}
