/**
 * The server's side of the document as this browser knows it. Acks and
 * broadcasts arrive in any order; they take effect strictly by seq.
 */
import type { PlaybookDocument } from "@callbook/core/document";
import { applyOperation, type Operation } from "@callbook/core/operation";

export interface ArrivedOperation {
  readonly seq: number;
  readonly id: string;
  readonly operation: Operation;
}

export interface ServerLog {
  readonly seq: number;
  readonly document: PlaybookDocument;
  /** Arrived ahead of their turn, by seq. Not empty: those after `seq` are to be read. */
  readonly ahead: ReadonlyMap<number, ArrivedOperation>;
}

export interface Taken {
  readonly log: ServerLog;
  /** Ids of operations that took effect now, in order. */
  readonly settled: readonly string[];
  /** True when an operation of the server does not fit the document here; open the playbook anew. */
  readonly diverged: boolean;
}

export function openedLog(seq: number, document: PlaybookDocument): ServerLog {
  return { seq, document, ahead: new Map() };
}

/** Adds what arrived and lets everything take effect whose turn it is. Pure. */
export function takeArrived(log: ServerLog, arrived: readonly ArrivedOperation[]): Taken {
  const ahead = new Map(log.ahead);
  const settled: string[] = [];
  for (const operation of arrived) {
    if (operation.seq <= log.seq) settled.push(operation.id);
    else ahead.set(operation.seq, operation);
  }
  let { seq, document } = log;
  for (let next = ahead.get(seq + 1); next !== undefined; next = ahead.get(seq + 1)) {
    const applied = applyOperation(document, next.operation);
    if (applied.status !== "applied") {
      return { log: { seq, document, ahead }, settled, diverged: true };
    }
    document = applied.document;
    seq = next.seq;
    ahead.delete(seq);
    settled.push(next.id);
  }
  return { log: { seq, document, ahead }, settled, diverged: false };
}
