/** What an open playbook shows of its document. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { Notice } from "./notice.ts";
import type { SaveState } from "./save-state.ts";
import type { UndoEntry } from "./undo-stack.ts";

export interface EditorSnapshot {
  readonly document: PlaybookDocument;
  /** The last operation of the server's log that is part of `document`. */
  readonly seq: number;
  readonly save: SaveState;
  readonly undo: UndoEntry | null;
  readonly redo: UndoEntry | null;
  readonly notices: readonly Notice[];
  /** Operations since the playbook was opened here, by the name of who made them. */
  readonly changes: ReadonlyMap<string, number>;
}
