/** Edits that the server has not acknowledged, in the order in which they were made. */
import type { PlaybookDocument } from "@callbook/core/document";
import {
  type Operation,
  type OperationEnvelope,
  type PendingOperation,
  rebase,
} from "@callbook/core/operation";

export type Pending =
  | { readonly kind: "apply"; readonly id: string; readonly envelope: OperationEnvelope }
  | {
      readonly kind: "undo";
      readonly id: string;
      readonly operationId: string;
      readonly label: string;
      /** What it does here until the server says what it really did; null: not known after a reload. */
      readonly inverse: Operation | null;
    };

const BATCH = 50;
const BATCH_CHARACTERS = 2_000_000;

export type Batch =
  | { readonly kind: "apply"; readonly envelopes: readonly OperationEnvelope[] }
  | { readonly kind: "undo"; readonly id: string; readonly operationId: string };

/** The next entries that may travel in one request: at most `limit` applies, or one undo; null when all are sent. */
export function nextBatch(
  pending: readonly Pending[],
  acknowledged: ReadonlySet<string>,
  limit: number = BATCH,
): Batch | null {
  const envelopes: OperationEnvelope[] = [];
  let characters = 0;
  for (const entry of pending) {
    if (acknowledged.has(entry.id)) continue;
    if (entry.kind === "undo") {
      if (envelopes.length > 0) break;
      return { kind: "undo", id: entry.id, operationId: entry.operationId };
    }
    characters += JSON.stringify(entry.envelope.operation).length;
    if (envelopes.length > 0 && (envelopes.length >= limit || characters > BATCH_CHARACTERS)) break;
    envelopes.push(entry.envelope);
  }
  return envelopes.length === 0 ? null : { kind: "apply", envelopes };
}

/**
 * The document that is shown: the server's, with the unacknowledged edits on
 * top. An edit that no longer fits is left out here; the server says why in its
 * answer, and nothing is decided in the browser alone.
 */
export function rebasedDocument(
  server: PlaybookDocument,
  pending: readonly Pending[],
): PlaybookDocument {
  const operations = pending.flatMap((entry): PendingOperation[] => {
    if (entry.kind === "apply") {
      return [{ id: entry.id, operation: entry.envelope.operation, undoes: null }];
    }
    if (entry.inverse === null) return [];
    return [{ id: entry.id, operation: entry.inverse, undoes: entry.operationId }];
  });
  return rebase(server, operations).document;
}

/** Label of an entry, for notices and files. */
export function labelOf(entry: Pending): string {
  return entry.kind === "apply" ? entry.envelope.label : `Undo: ${entry.label}`;
}
