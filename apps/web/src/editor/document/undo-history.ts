/** What this person may take back in this tab, and what taking it back will do here before the server has said so. */
import type { PlaybookDocument } from "@callbook/core/document";
import { applyUndo, type Operation } from "@callbook/core/operation";
import {
  takeRedo,
  takeUndo,
  type UndoEntry,
  type UndoStack,
  withDone,
  withoutOperation,
} from "./undo-stack.ts";

/** Outlives a reload of the tab. */
export interface UndoMemory {
  load(): UndoStack;
  save(stack: UndoStack): void;
}

export interface TakenBack {
  readonly operationId: string;
  readonly label: string;
  /** Null: not known here, as after a reload. */
  readonly inverse: Operation | null;
}

export class UndoHistory {
  readonly #memory: UndoMemory;
  readonly #inverses = new Map<string, Operation>();
  #stack: UndoStack;

  constructor(memory: UndoMemory) {
    this.#memory = memory;
    this.#stack = memory.load();
  }

  get nextUndo(): UndoEntry | null {
    return this.#stack.done.at(-1) ?? null;
  }

  get nextRedo(): UndoEntry | null {
    return this.#stack.undone.at(-1) ?? null;
  }

  /** After an edit of this person. */
  noteDone(operationId: string, label: string, inverse: Operation): void {
    this.#inverses.set(operationId, inverse);
    this.#keep(withDone(this.#stack, { operationId, label }));
  }

  /** What the operation `newId` is to take back of the document as it is shown; null: nothing is left. */
  takeBack(way: "undo" | "redo", newId: string, shown: PlaybookDocument): TakenBack | null {
    const taken = (way === "undo" ? takeUndo : takeRedo)(this.#stack, newId);
    if (taken === null) return null;
    this.#keep(taken.stack);
    const { operationId, label } = taken.entry;
    const inverse = this.#inverses.get(operationId) ?? null;
    if (inverse !== null) this.#inverses.set(newId, applyUndo(shown, inverse).inverse);
    return { operationId, label, inverse };
  }

  /** An operation never took effect, so there is nothing of it to take back. */
  drop(operationId: string): void {
    this.#inverses.delete(operationId);
    this.#keep(withoutOperation(this.#stack, operationId));
  }

  #keep(stack: UndoStack): void {
    if (stack === this.#stack) return;
    this.#stack = stack;
    this.#memory.save(stack);
  }
}
