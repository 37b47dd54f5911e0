/** Edits that the server has not acknowledged, in the order in which they were made. */
import type { PlaybookDocument } from "@callbook/core/document";
import {
  type Operation,
  type OperationEnvelope,
  type PendingOperation,
  rebase,
} from "@callbook/core/operation";

export type PendingEdit =
  | { readonly kind: "apply"; readonly id: string; readonly envelope: OperationEnvelope }
  | {
      readonly kind: "undo";
      readonly id: string;
      readonly operationId: string;
      readonly label: string;
      /** What it does here until the server says what it really did; null: not known after a reload. */
      readonly inverse: Operation | null;
    };

/**
 * The document that is shown: the server's, with the unacknowledged edits on
 * top. An edit that no longer fits is left out here; the server says why in its
 * answer, and nothing is decided in the browser alone.
 */
export function rebasedDocument(
  server: PlaybookDocument,
  edits: readonly PendingEdit[],
): PlaybookDocument {
  const operations = edits.flatMap((edit): PendingOperation[] => {
    if (edit.kind === "apply") {
      return [{ id: edit.id, operation: edit.envelope.operation, undoes: null }];
    }
    if (edit.inverse === null) return [];
    return [{ id: edit.id, operation: edit.inverse, undoes: edit.operationId }];
  });
  return rebase(server, operations).document;
}

/** Label of an edit, for notices and files. */
export function labelOf(edit: PendingEdit): string {
  return edit.kind === "apply" ? edit.envelope.label : `Undo: ${edit.label}`;
}
