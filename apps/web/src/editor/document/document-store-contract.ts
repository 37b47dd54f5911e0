/** One playbook open in one tab: what it shows, what it needs, what can be done with it. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { Applied, LoggedOperation, Operation } from "@callbook/core/operation";
import type { Notice } from "./notice.ts";
import type { Pending } from "./pending.ts";
import type { PendingStorage } from "./pending-storage.ts";
import type { PlaybookServer } from "./playbook-server.ts";
import type { SaveState } from "./save-state.ts";
import type { UndoEntry, UndoStack } from "./undo-stack.ts";

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

export interface DocumentStoreOptions {
  readonly playbookId: number;
  readonly userId: string;
  readonly userName: string;
  /** Unique per tab and load. */
  readonly clientId: string;
  readonly opened: { readonly seq: number; readonly document: PlaybookDocument };
  readonly server: PlaybookServer;
  readonly storage: PendingStorage;
  readonly undoMemory: { load(): UndoStack; save(stack: UndoStack): void };
  readonly now: () => Date;
  /** Calls back after so many milliseconds; returns how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export interface DocumentStore {
  getSnapshot(): EditorSnapshot;
  subscribe(listener: () => void): () => void;
  /** Applies an edit here and queues it. What is refused here is returned and nothing is sent. */
  apply(operation: Operation, label: string): Applied;
  undo(): void;
  redo(): void;
  /** Operations broadcast by the server, mine and others'. */
  receive(operations: readonly LoggedOperation[]): void;
  /** Reads what was missed and sends at once what waits; after a reconnect or a sign-in. */
  wake(): void;
  /** Says to the person why an edit was not applied. */
  tell(answer: Exclude<Applied, { status: "applied" }>, label: string): void;
  dismissNotice(id: string): void;
  /** The page goes away now: keeps what is not on disk yet. */
  leave(): void;
  /** The edits that never reached the server, for a file. */
  unsent(): readonly Pending[];
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  close(): void;
  isClosed(): boolean;
}
