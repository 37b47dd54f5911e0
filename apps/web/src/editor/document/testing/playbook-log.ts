/**
 * The server's log of one playbook in memory. It orders and answers operations by the functions of
 * core that the server calls too, and stores them as the server does: through JSON, and read again.
 */
import type { PlaybookDocument } from "@callbook/core/document";
import {
  type Applied,
  applyOperation,
  applyUndo,
  type LoggedOperation,
  type Operation,
  type OperationAck,
  type OperationEnvelope,
  readOperation,
} from "@callbook/core/operation";

interface Effect {
  readonly document: PlaybookDocument;
  readonly operation: Operation;
  readonly inverse: Operation;
  readonly leftAlone: readonly string[];
}

const NOTHING: Operation = { kind: "together", operations: [] };

export class PlaybookLog {
  readonly operations: LoggedOperation[] = [];
  /** The document as of each seq. */
  readonly #documents: PlaybookDocument[];
  /** Of operations that took effect only: what was refused is judged anew when it is sent again. */
  readonly #acks = new Map<string, OperationAck>();
  readonly #inverses = new Map<
    string,
    { readonly userName: string; readonly inverse: Operation }
  >();
  readonly #listeners = new Set<(logged: LoggedOperation) => void>();

  constructor(document: PlaybookDocument) {
    this.#documents = [document];
  }

  get seq(): number {
    return this.operations.length;
  }

  get document(): PlaybookDocument {
    return this.documentAt(this.seq);
  }

  documentAt(seq: number): PlaybookDocument {
    const document = this.#documents[seq];
    if (document === undefined) throw new Error(`the log does not reach ${seq}`);
    return document;
  }

  /** Tells of every operation from now on. */
  listen(listener: (logged: LoggedOperation) => void): void {
    this.#listeners.add(listener);
  }

  apply(userName: string, envelopes: readonly OperationEnvelope[]): readonly OperationAck[] {
    return envelopes.map((envelope) => {
      const known = this.#acks.get(envelope.id);
      return known ?? this.#answer(userName, throughJson(envelope));
    });
  }

  #answer(userName: string, envelope: OperationEnvelope): OperationAck {
    const { id } = envelope;
    const refused = (message: string): OperationAck => ({
      status: "refused",
      id,
      message,
      path: [],
    });
    if (envelope.baseSeq > this.seq) return refused("based on an edit that nobody knows");
    if (envelope.undoes !== null) {
      const undone = this.#inverses.get(envelope.undoes);
      if (undone?.userName !== userName) return refused("there is nothing of yours to undo");
      const { operation, ...rest } = applyUndo(this.document, undone.inverse);
      return this.#take(userName, envelope, { ...rest, operation: operation ?? NOTHING });
    }
    const applied = applyOperation(this.document, stored(envelope.operation));
    if (applied.status !== "applied") return unappliedAck(id, applied);
    return this.#take(userName, envelope, { ...applied, leftAlone: [] });
  }

  #take(userName: string, envelope: OperationEnvelope, effect: Effect): OperationAck {
    const { id, label, undoes } = envelope;
    const operation = stored(effect.operation);
    this.#documents.push(effect.document);
    this.#inverses.set(id, { userName, inverse: stored(effect.inverse) });
    const seq = this.seq + 1;
    const at = "2026-01-01T00:00:00.000Z";
    const logged = { seq, id, userId: userName, userName, at, label, operation, undoes };
    this.operations.push(logged);
    const ack: OperationAck = {
      status: "applied",
      id,
      seq,
      operation,
      leftAlone: effect.leftAlone,
    };
    this.#acks.set(id, ack);
    for (const listener of this.#listeners) listener(logged);
    return ack;
  }
}

function unappliedAck(id: string, applied: Exclude<Applied, { status: "applied" }>): OperationAck {
  const by = "somebody";
  switch (applied.status) {
    case "conflict":
      return { ...applied, id, mine: applied.mine ?? null, theirs: applied.theirs ?? null, by };
    case "gone":
      return { status: "gone", id, what: applied.what, subject: applied.id, by, restore: null };
    case "refused":
      return { ...applied, id };
  }
}

/** An operation as it comes back from a row of the log. */
function stored(operation: Operation): Operation {
  const read = readOperation(throughJson(operation));
  if (!read.ok) throw new Error(`${read.message} at ${read.path.join(".")}`);
  return read.operation;
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
