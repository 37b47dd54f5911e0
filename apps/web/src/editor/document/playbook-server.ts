/** The server as the document store needs it: an ordered log of operations of one playbook. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { LoggedOperation, OperationAck, OperationEnvelope } from "@callbook/core/operation";

export interface OpenedPlaybook {
  readonly seq: number;
  readonly document: PlaybookDocument;
}

export interface PlaybookServer {
  open(): Promise<OpenedPlaybook>;
  /**
   * One ack per envelope, in their order. A repeated id is answered with its first ack. What undoes
   * an operation is worked out by the inverse that the server kept of it.
   */
  apply(operations: readonly OperationEnvelope[]): Promise<readonly OperationAck[]>;
  /** Operations after `seq` in order; `more` when the answer was cut. */
  operationsSince(
    seq: number,
  ): Promise<{ readonly operations: readonly LoggedOperation[]; readonly more: boolean }>;
}

/**
 * Why the server did not answer an edit.
 * unreachable: network or restart, try again. signedOut: try again after signing in.
 * forbidden, deleted: it will never be taken. invalid: this batch is refused as a whole.
 */
export type ServerTroubleKind = "unreachable" | "signedOut" | "forbidden" | "deleted" | "invalid";

export class ServerTrouble extends Error {
  readonly kind: ServerTroubleKind;
  constructor(kind: ServerTroubleKind, message: string) {
    super(message);
    this.name = "ServerTrouble";
    this.kind = kind;
  }
}

/** Trouble of an unknown thrown value; what is not known is taken for a network that will come back. */
export function troubleOf(error: unknown): ServerTrouble {
  if (error instanceof ServerTrouble) return error;
  return new ServerTrouble("unreachable", error instanceof Error ? error.message : String(error));
}
