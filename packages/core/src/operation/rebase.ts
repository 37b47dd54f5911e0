import type { PlaybookDocument } from "../document/index.ts";
import { applyOperation } from "./apply.ts";
import type { Applied, Operation } from "./operation.ts";
import { applyUndo } from "./undo.ts";

/** An edit that the server has not acknowledged yet. */
export interface PendingOperation {
  readonly id: string;
  readonly operation: Operation;
  /** Not null: `operation` is the inverse of that operation, and does what it still can. */
  readonly undoes: string | null;
}

export interface Rebased {
  /** What the person sees. */
  readonly document: PlaybookDocument;
  /** Pending edits that do not fit any more, with the reason; the server will say the same. */
  readonly failed: readonly {
    readonly id: string;
    readonly answer: Exclude<Applied, { status: "applied" }>;
  }[];
}

/** The server's document with the pending edits laid over it, in order; one that does not fit is left out. */
export function rebase(server: PlaybookDocument, pending: readonly PendingOperation[]): Rebased {
  let document = server;
  const failed: { id: string; answer: Exclude<Applied, { status: "applied" }> }[] = [];
  for (const { id, operation, undoes } of pending) {
    if (undoes !== null) {
      document = applyUndo(document, operation).document;
      continue;
    }
    const answer = applyOperation(document, operation);
    if (answer.status === "applied") document = answer.document;
    else failed.push({ id, answer });
  }
  return { document, failed };
}
