/** The edits of this tab on their way: made here, sent, ordered by the server, part of its log here. */
import type { OperationEnvelope } from "@callbook/core/operation";
import { envelopeOf, type PendingEdit } from "./pending.ts";

const MOST_EDITS = 50;
const MOST_CHARACTERS = 2_000_000;

export class Outbox {
  #edits: readonly PendingEdit[] = [];
  /** Seq by id of those that the server has ordered; they stay until the log here has come so far. */
  readonly #ordered = new Map<string, number>();
  #oneByOne = false;

  /** All that is not part of the server's log here, in the order in which it was made. */
  get edits(): readonly PendingEdit[] {
    return this.#edits;
  }

  find(id: string): PendingEdit | null {
    return this.#edits.find((edit) => edit.id === id) ?? null;
  }

  add(edit: PendingEdit): void {
    this.#edits = [...this.#edits, edit];
  }

  /** Adds what an earlier page left behind, before the edits of this one; false when there is nothing new. */
  addEarlier(edits: readonly PendingEdit[]): boolean {
    const known = new Set(this.#edits.map((edit) => edit.id));
    const earlier = edits.filter((edit) => !known.has(edit.id));
    this.#edits = [...earlier, ...this.#edits];
    return earlier.length > 0;
  }

  /**
   * What travels in the next request; null when the server has answered all. An undo travels alone:
   * the server takes back what is in its log already.
   * @param seq the last operation of the server's log here
   */
  nextBatch(seq: number): readonly OperationEnvelope[] | null {
    const waiting = this.#edits.filter((edit) => !this.#ordered.has(edit.id));
    const [first] = waiting;
    if (first === undefined) {
      this.#oneByOne = false;
      return null;
    }
    if (first.kind === "undo") return [envelopeOf(first, seq)];
    const most = this.#oneByOne ? 1 : MOST_EDITS;
    const envelopes: OperationEnvelope[] = [];
    let characters = 0;
    for (const edit of waiting) {
      if (edit.kind === "undo" || envelopes.length >= most) break;
      characters += JSON.stringify(edit.envelope.operation).length;
      if (envelopes.length > 0 && characters > MOST_CHARACTERS) break;
      envelopes.push(edit.envelope);
    }
    return envelopes;
  }

  /** After a batch that the server could not read, so that one bad edit stops no other. Ends when all is sent. */
  sendOneByOne(): void {
    this.#oneByOne = true;
  }

  /** The server has taken an edit as `seq`; it is not sent again. */
  markOrdered(id: string, seq: number): void {
    if (this.find(id) !== null) this.#ordered.set(id, seq);
  }

  /** Removes edits that are part of the log here, or that were refused; returns the ids of those that were here. */
  settle(ids: readonly string[]): readonly string[] {
    const asked = new Set(ids);
    const settled = this.#edits.filter((edit) => asked.has(edit.id)).map((edit) => edit.id);
    if (settled.length === 0) return settled;
    this.#edits = this.#edits.filter((edit) => !asked.has(edit.id));
    for (const id of settled) this.#ordered.delete(id);
    return settled;
  }

  /**
   * The log here was replaced by the server's as of `seq`: removes what it holds, returns those ids.
   * What was ordered later is sent again, and answered with its first ack.
   */
  settleUpTo(seq: number): readonly string[] {
    const reached = [...this.#ordered].filter(([, ordered]) => ordered <= seq).map(([id]) => id);
    this.#ordered.clear();
    return this.settle(reached);
  }
}
