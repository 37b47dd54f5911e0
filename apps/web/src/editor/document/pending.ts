/** Edits that the server has not acknowledged, in the order in which they were made. */
import { FORMAT_VERSION, type PlaybookDocument } from "@callbook/core/document";
import {
  OPERATION_VERSION,
  type Operation,
  type OperationEnvelope,
  type PendingOperation,
  readOperation,
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
 * An edit that a page has kept, perhaps one of an older version of Callbook, as this version sends
 * it. One that cannot be read stays as it is: the server says what is wrong with it.
 */
export function presentEdit(edit: PendingEdit): PendingEdit {
  const operation = edit.kind === "apply" ? edit.envelope.operation : edit.inverse;
  const read = operation === null ? null : readOperation(operation);
  if (read === null || !read.ok) return edit;
  if (edit.kind === "undo") return { ...edit, inverse: read.operation };
  const versions = { v: OPERATION_VERSION, formatVersion: FORMAT_VERSION };
  return { ...edit, envelope: { ...edit.envelope, ...versions, operation: read.operation } };
}

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

const NOTHING: Operation = { kind: "together", operations: [] };
const LONGEST_LABEL = 300;

/** The edit as it travels; an undo is worked out by the server, from the inverse that it keeps. */
export function envelopeOf(edit: PendingEdit, seq: number): OperationEnvelope {
  if (edit.kind === "apply") return edit.envelope;
  return {
    v: OPERATION_VERSION,
    id: edit.id,
    baseSeq: seq,
    formatVersion: FORMAT_VERSION,
    label: labelOf(edit).slice(0, LONGEST_LABEL),
    operation: NOTHING,
    undoes: edit.operationId,
  };
}

/** Label of an edit, for notices and files. */
export function labelOf(edit: PendingEdit): string {
  return edit.kind === "apply" ? edit.envelope.label : `Undo: ${edit.label}`;
}
