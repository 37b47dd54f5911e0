import { expect, it } from "vitest";
import {
  emptyUndoStack,
  parseUndoStack,
  takeRedo,
  takeUndo,
  withDone,
  withoutOperation,
} from "./undo-stack.ts";

const edit = (operationId: string) => ({ operationId, label: `Edit ${operationId}` });

it("undo takes the newest edit, redo undoes that undo, and so on in turn", () => {
  const two = withDone(withDone(emptyUndoStack, edit("a")), edit("b"));
  const undone = takeUndo(two, "u1");
  expect(undone?.entry).toEqual(edit("b"));
  const redone = takeRedo(undone?.stack ?? emptyUndoStack, "r1");
  expect(redone?.entry).toEqual({ operationId: "u1", label: "Edit b" });
  const again = takeUndo(redone?.stack ?? emptyUndoStack, "u2");
  expect(again?.entry).toEqual({ operationId: "r1", label: "Edit b" });
});

it("a new edit ends what could be redone", () => {
  const undone = takeUndo(withDone(emptyUndoStack, edit("a")), "u1");
  expect(withDone(undone?.stack ?? emptyUndoStack, edit("b")).undone).toEqual([]);
});

it("there is nothing to undo or redo in the beginning", () => {
  expect(takeUndo(emptyUndoStack, "x")).toBeNull();
  expect(takeRedo(emptyUndoStack, "x")).toBeNull();
});

it("an edit that never took effect cannot be undone", () => {
  const stack = withDone(withDone(emptyUndoStack, edit("a")), edit("b"));
  expect(withoutOperation(stack, "b").done).toEqual([edit("a")]);
  expect(withoutOperation(stack, "other")).toBe(stack);
});

it("comes back after a reload, and anything unreadable is an empty stack", () => {
  const stack = withDone(emptyUndoStack, edit("a"));
  expect(parseUndoStack(JSON.stringify(stack))).toEqual(stack);
  for (const text of [null, "", "{", "[]", "7", '{"done":[{"operationId":1}]}']) {
    expect(parseUndoStack(text)).toEqual(emptyUndoStack);
  }
});
