/**
 * What this person may take back, newest last: ids of operations, not their
 * content, because the server keeps the inverse of every operation. Only own
 * operations ever enter.
 */
import { isJsonObject } from "@callbook/core/json";

export interface UndoEntry {
  readonly operationId: string;
  /** What a person reads beside Undo: "Rename block geolocate_ip_1". */
  readonly label: string;
}

export interface UndoStack {
  readonly done: readonly UndoEntry[];
  readonly undone: readonly UndoEntry[];
}

export const emptyUndoStack: UndoStack = { done: [], undone: [] };

const LIMIT = 200;

/** After a new edit: it can be undone, and what was undone before can no longer be redone. */
export function withDone(stack: UndoStack, entry: UndoEntry): UndoStack {
  return { done: [...stack.done, entry].slice(-LIMIT), undone: [] };
}

/** Takes the newest edit for undoing; `newId` is the id of the operation that will undo it. */
export function takeUndo(
  stack: UndoStack,
  newId: string,
): { readonly entry: UndoEntry; readonly stack: UndoStack } | null {
  const entry = stack.done.at(-1);
  if (entry === undefined) return null;
  return {
    entry,
    stack: {
      done: stack.done.slice(0, -1),
      undone: [...stack.undone, { operationId: newId, label: entry.label }],
    },
  };
}

/** Takes the newest undo for redoing: a redo undoes the undo, under the id `newId`. */
export function takeRedo(
  stack: UndoStack,
  newId: string,
): { readonly entry: UndoEntry; readonly stack: UndoStack } | null {
  const entry = stack.undone.at(-1);
  if (entry === undefined) return null;
  return {
    entry,
    stack: {
      done: [...stack.done, { operationId: newId, label: entry.label }],
      undone: stack.undone.slice(0, -1),
    },
  };
}

/** Without an operation that never took effect (conflict, gone, refused). */
export function withoutOperation(stack: UndoStack, operationId: string): UndoStack {
  const keeps = (entry: UndoEntry) => entry.operationId !== operationId;
  if (stack.done.every(keeps) && stack.undone.every(keeps)) return stack;
  return { done: stack.done.filter(keeps), undone: stack.undone.filter(keeps) };
}

/** Reads what the tab kept over a reload; anything unreadable is an empty stack. */
export function parseUndoStack(text: string | null): UndoStack {
  if (text === null) return emptyUndoStack;
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value)) return emptyUndoStack;
    return { done: entriesOf(value["done"]), undone: entriesOf(value["undone"]) };
  } catch {
    return emptyUndoStack;
  }
}

function entriesOf(list: unknown): readonly UndoEntry[] {
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

function isEntry(value: unknown): value is UndoEntry {
  return (
    isJsonObject(value) &&
    typeof value["operationId"] === "string" &&
    typeof value["label"] === "string"
  );
}
