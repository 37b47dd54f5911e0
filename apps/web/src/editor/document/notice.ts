/** What the editor must tell a person about an edit that did not simply take effect. */

import type { Json } from "@callbook/core/json";
import type { Applied, FieldPath, Operation, OperationAck } from "@callbook/core/operation";

export type Notice =
  | {
      readonly kind: "conflict";
      readonly id: string;
      readonly label: string;
      readonly blockId: string | null;
      readonly path: FieldPath;
      readonly mine: Json | null;
      readonly theirs: Json | null;
      readonly by: string;
    }
  | {
      readonly kind: "gone";
      readonly id: string;
      readonly label: string;
      readonly what: "block" | "item" | "callback";
      readonly by: string;
      /** Brings the block back and applies my edit to it; null when that cannot be done. */
      readonly restoreWithMine: Operation | null;
    }
  | {
      readonly kind: "refused";
      readonly id: string;
      readonly label: string;
      readonly message: string;
    }
  | {
      readonly kind: "leftAlone";
      readonly id: string;
      readonly label: string;
      readonly what: readonly string[];
    };

/**
 * The notice that an ack gives rise to; null when nothing needs to be said.
 * `mine` is the operation as it was sent, null for an undo.
 */
export function noticeOf(ack: OperationAck, label: string, mine: Operation | null): Notice | null {
  switch (ack.status) {
    case "applied":
      return ack.leftAlone.length === 0
        ? null
        : { kind: "leftAlone", id: ack.id, label, what: ack.leftAlone };
    case "conflict":
      return {
        kind: "conflict",
        id: ack.id,
        label,
        blockId: ack.blockId,
        path: ack.path,
        mine: ack.mine,
        theirs: ack.theirs,
        by: ack.by,
      };
    case "gone":
      return {
        kind: "gone",
        id: ack.id,
        label,
        what: ack.what,
        by: ack.by,
        restoreWithMine:
          ack.restore === null || mine === null
            ? null
            : { kind: "together", operations: [ack.restore, mine] },
      };
    case "refused":
      return { kind: "refused", id: ack.id, label, message: ack.message };
  }
}

/** The notice for an edit that did not even take effect here. */
export function noticeHere(
  answer: Exclude<Applied, { status: "applied" }>,
  id: string,
  label: string,
): Notice {
  switch (answer.status) {
    case "conflict":
      return {
        kind: "conflict",
        id,
        label,
        blockId: answer.blockId,
        path: answer.path,
        mine: answer.mine ?? null,
        theirs: answer.theirs ?? null,
        by: "Somebody",
      };
    case "gone":
      return { kind: "gone", id, label, what: answer.what, by: "Somebody", restoreWithMine: null };
    case "refused":
      return { kind: "refused", id, label, message: answer.message };
  }
}
