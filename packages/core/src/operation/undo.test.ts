import { describe, expect, test } from "vitest";
import { newCallback, type PlaybookDocument } from "../document/index.ts";
import { applyOperation } from "./apply.ts";
import { labelOf } from "./label.ts";
import type { Applied, Operation } from "./operation.ts";
import { rebase } from "./rebase.ts";
import { sameDocument } from "./same-document.ts";
import { fullBlock, startingDocument } from "./testing/random-edit.ts";
import { applyUndo } from "./undo.ts";

const document = startingDocument();
const setIp = (from: string, value: string): Operation => ({
  kind: "setField",
  blockId: "b_a",
  path: ["config", "parameters", "ip"],
  from,
  value,
});

describe("Undo touches only what still holds what I set", () => {
  test("A field that another has changed since is left alone, and said so", () => {
    const mine = apply(document, setIp("1.1.1.1", "mine"));
    const theirs = apply(mine.document, setIp("mine", "theirs"));
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(undone).toMatchObject({ document: theirs.document, operation: null });
    expect(undone.leftAlone).toEqual(["ip of a: changed since"]);
  });

  test("Of a gesture the parts that still can be taken back are", () => {
    const gesture: Operation = {
      kind: "together",
      operations: [
        setIp("1.1.1.1", "mine"),
        { kind: "rename", blockId: "b_b", from: "b", name: "beta" },
      ],
    };
    const mine = apply(document, gesture);
    const theirs = apply(mine.document, setIp("mine", "theirs"));
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(undone.operation).toEqual({ kind: "rename", blockId: "b_b", from: "beta", name: "b" });
    expect(undone.leftAlone).toEqual(["ip of a: changed since"]);
    expect(undone.document.blocks[1]?.name).toBe("b");
  });

  test("Of several blocks moved the one that another moved again stays where they put it", () => {
    const move = (blockId: string, from: number, to: number) => ({
      blockId,
      from: { x: from, y: 0 },
      to: { x: to, y: 0 },
    });
    const mine = apply(document, {
      kind: "moveBlocks",
      moves: [move("b_a", 0, 5), move("b_b", 0, 5)],
    });
    const theirs = apply(mine.document, { kind: "moveBlocks", moves: [move("b_a", 5, 7)] });
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(undone.document.blocks.slice(0, 2).map(({ position }) => position.x)).toEqual([7, 0]);
    expect(undone.leftAlone).toEqual(["Position of a: changed since"]);
  });

  const add: Operation = {
    kind: "addBlocks",
    blocks: [fullBlock("b_x", "x"), fullBlock("b_y", "y")],
    callbacks: [
      {
        callback: newCallback({ id: "c_x", source: "b_d", port: "out", target: "b_x" }),
        beforeId: null,
      },
      {
        callback: newCallback({ id: "c_y", source: "b_x", port: "out", target: "b_y" }),
        beforeId: null,
      },
    ],
  };

  test("Blocks that I added and nobody touched are removed", () => {
    const mine = apply(document, add);
    const moved = apply(mine.document, {
      kind: "moveBlocks",
      moves: [{ blockId: "b_x", from: { x: 0, y: 0 }, to: { x: 3, y: 3 } }],
    });
    const undone = applyUndo(moved.document, mine.inverse);
    expect(sameDocument(undone.document, document)).toBe(true);
    expect(undone.leftAlone).toEqual([]);
  });

  test("A block that I added and another has edited is left", () => {
    const mine = apply(document, add);
    const theirs = apply(mine.document, {
      kind: "setField",
      blockId: "b_y",
      path: ["note"],
      from: "",
      value: "theirs",
    });
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(undone.leftAlone).toEqual(["y: changed since"]);
    expect(undone.document.blocks.map(({ id }) => id)).toEqual(["b_a", "b_b", "b_c", "b_d", "b_y"]);
  });

  test("A block that I added and another has connected is left", () => {
    const mine = apply(document, add);
    const theirs = apply(mine.document, {
      kind: "connect",
      callback: newCallback({ id: "c_z", source: "b_a", port: "out", target: "b_y" }),
      beforeId: null,
    });
    expect(applyUndo(theirs.document, mine.inverse).leftAlone).toEqual(["y: connected since"]);
  });

  test("An item that I added and another has edited is left", () => {
    const path = ["config", "branches"];
    const mine = apply(document, {
      kind: "insertItem",
      blockId: "b_a",
      path,
      item: { id: "i_9", name: "n" },
      beforeId: null,
    });
    const theirs = apply(mine.document, {
      kind: "setField",
      blockId: "b_a",
      path: [...path, "i_9", "name"],
      from: "n",
      value: "t",
    });
    expect(applyUndo(theirs.document, mine.inverse)).toMatchObject({
      operation: null,
      leftAlone: ["branches of a: changed since"],
    });
    expect(sameDocument(applyUndo(mine.document, mine.inverse).document, document)).toBe(true);
  });

  test("A replaced document comes back only when nobody has changed the new one", () => {
    const other: PlaybookDocument = { ...document, name: "Other", callbacks: [] };
    const mine = apply(document, { kind: "replaceDocument", document: other });
    expect(sameDocument(applyUndo(mine.document, mine.inverse).document, document)).toBe(true);
    const theirs = apply(mine.document, setIp("1.1.1.1", "theirs"));
    expect(applyUndo(theirs.document, mine.inverse)).toMatchObject({
      operation: null,
      leftAlone: ["The playbook: changed since"],
    });
  });

  test("A deleted block comes back without the callback whose other end is gone", () => {
    const mine = apply(document, { kind: "removeBlocks", blockIds: ["b_b"] });
    const theirs = apply(mine.document, { kind: "removeBlocks", blockIds: ["b_c"] });
    const undone = applyUndo(theirs.document, mine.inverse);
    expect(undone.document.blocks.map(({ id }) => id)).toEqual(["b_a", "b_d", "b_b"]);
    expect(undone.document.callbacks.map(({ id }) => id)).toEqual(["c_0"]);
    expect(undone.leftAlone).toHaveLength(1);
  });

  test("Redo is the undo of the undo", () => {
    const mine = apply(document, setIp("1.1.1.1", "mine"));
    const undone = applyUndo(mine.document, mine.inverse);
    const redone = applyUndo(undone.document, undone.inverse);
    expect(sameDocument(redone.document, mine.document)).toBe(true);
  });
});

test("Rebasing lays my pending edits over what others did, and names those that do not fit", () => {
  const server = apply(document, setIp("1.1.1.1", "theirs")).document;
  const rebased = rebase(server, [
    { id: "me:1", operation: setIp("1.1.1.1", "mine"), undoes: null },
    {
      id: "me:2",
      operation: { kind: "rename", blockId: "b_b", from: "b", name: "beta" },
      undoes: null,
    },
  ]);
  expect(rebased.failed).toMatchObject([
    { id: "me:1", answer: { status: "conflict", theirs: "theirs" } },
  ]);
  expect(rebased.document.blocks[1]?.name).toBe("beta");
});

test("Every operation has a label that a person reads", () => {
  const labels: [Operation, string][] = [
    [{ kind: "addBlocks", blocks: [fullBlock("b_x", "x")], callbacks: [] }, "Add block x"],
    [{ kind: "removeBlocks", blockIds: ["b_a", "b_b"] }, "Delete 2 blocks"],
    [{ kind: "removeBlocks", blockIds: ["b_a"] }, "Delete block a"],
    [setIp("", ""), "Change ip of a"],
    [
      {
        kind: "connect",
        callback: newCallback({ id: "c_9", source: "b_a", port: "out", target: "b_d" }),
        beforeId: null,
      },
      "Connect a to d",
    ],
    [{ kind: "disconnect", callbackIds: ["c_0"] }, "Disconnect a from b"],
    [{ kind: "reorder", callbackId: "c_0", beforeId: null }, "Reorder callbacks of a"],
    [{ kind: "rename", blockId: "b_a", from: "a", name: "z" }, "Rename block a to z"],
    [{ kind: "setPlaybook", path: ["name"], from: "P", value: "Q" }, "Rename playbook"],
    [
      {
        kind: "insertItem",
        blockId: "b_a",
        path: ["config", "branches"],
        item: { id: "i_9" },
        beforeId: null,
      },
      "Add to branches of a",
    ],
    [
      {
        kind: "together",
        operations: [
          { kind: "disconnect", callbackIds: ["c_0"] },
          { kind: "addBlocks", blocks: [fullBlock("b_x", "x")], callbacks: [] },
        ],
      },
      "Add block x",
    ],
  ];
  for (const [operation, label] of labels) expect(labelOf(operation, document)).toBe(label);
});

function apply(
  to: PlaybookDocument,
  operation: Operation,
): Extract<Applied, { status: "applied" }> {
  const answer = applyOperation(to, operation);
  if (answer.status !== "applied") throw new Error(JSON.stringify(answer));
  return answer;
}
