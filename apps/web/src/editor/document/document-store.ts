/**
 * One playbook open in one tab. Edits take effect here at once, travel to the
 * server in order, and are laid again over whatever others did meanwhile. The
 * server's order is the truth; nothing that was done here is dropped silently.
 */
import { FORMAT_VERSION, type PlaybookDocument } from "@callbook/core/document";
import {
  type Applied,
  applyOperation,
  type LoggedOperation,
  OPERATION_VERSION,
  type Operation,
  type OperationAck,
  type OperationEnvelope,
} from "@callbook/core/operation";
import { ChangeCounts } from "./change-counts.ts";
import { Exchange, type Task } from "./exchange.ts";
import { KeptEdits } from "./kept-edits.ts";
import { type Notice, noticeHere, noticeOf } from "./notice.ts";
import { Outbox } from "./outbox.ts";
import { labelOf, type PendingEdit, rebasedDocument } from "./pending.ts";
import type { PendingStorage } from "./pending-storage.ts";
import { type OpenedPlaybook, type PlaybookServer, troubleOf } from "./playbook-server.ts";
import { saveStateOf } from "./save-state.ts";
import { type ArrivedOperation, openedLog, type ServerLog, takeArrived } from "./server-log.ts";
import type { EditorSnapshot } from "./snapshot.ts";
import { UndoHistory, type UndoMemory } from "./undo-history.ts";

export interface DocumentStoreOptions {
  readonly playbookId: number;
  readonly userId: string;
  readonly userName: string;
  /** Unique per tab and load. */
  readonly clientId: string;
  readonly opened: OpenedPlaybook;
  readonly server: PlaybookServer;
  readonly storage: PendingStorage;
  readonly undoMemory: UndoMemory;
  readonly now: () => Date;
  /** Calls back after so many milliseconds; returns how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export class DocumentStore {
  readonly #options: DocumentStoreOptions;
  readonly #outbox = new Outbox();
  readonly #kept: KeptEdits;
  readonly #undo: UndoHistory;
  readonly #changes: ChangeCounts;
  readonly #exchange: Exchange;
  readonly #listeners = new Set<() => void>();
  #log: ServerLog;
  /** Operations may have been missed; the server is to be asked for those after the log here. */
  #behind = false;
  /** The log here does not lead where the server's does; the playbook is to be opened anew. */
  #diverged = false;
  #notices: readonly Notice[] = [];
  #savedAt: Date | null = null;
  #lastId = 0;
  #snapshot: EditorSnapshot;

  constructor(options: DocumentStoreOptions) {
    this.#options = options;
    this.#log = openedLog(options.opened.seq, options.opened.document);
    this.#changes = new ChangeCounts(options.opened.seq);
    this.#undo = new UndoHistory(options.undoMemory);
    const onChange = () => this.#publish(this.#snapshot.document);
    this.#kept = new KeptEdits({ ...options, onChange });
    this.#exchange = new Exchange({
      ready: this.#takeEarlierEdits(),
      nextTask: () => this.#nextTask(),
      onChange,
      after: options.after,
    });
    this.#snapshot = this.#snapshotOf(options.opened.document);
  }

  readonly getSnapshot = (): EditorSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Applies an edit here and queues it. What is refused here is returned and nothing is sent. */
  apply(operation: Operation, label: string): Applied {
    const applied = applyOperation(this.#snapshot.document, operation);
    if (applied.status !== "applied") return applied;
    const id = this.#newId();
    const envelope = {
      v: OPERATION_VERSION,
      id,
      baseSeq: this.#log.seq,
      formatVersion: FORMAT_VERSION,
      label,
      operation,
      undoes: null,
    } as const;
    this.#undo.noteDone(id, label, applied.inverse);
    this.#queue({ kind: "apply", id, envelope }, applied.document);
    return applied;
  }

  undo(): void {
    this.#takeBack("undo");
  }

  redo(): void {
    this.#takeBack("redo");
  }

  /** Operations broadcast by the server, mine and others'. */
  receive(operations: readonly LoggedOperation[]): void {
    for (const { seq, userName } of operations) this.#changes.note(seq, userName);
    this.#arrive(operations);
    if (this.#diverged || this.#log.ahead.size > 0) this.#exchange.start();
  }

  /** Reads what was missed and sends at once what waits; after a reconnect or a sign-in. */
  wake(): void {
    this.#behind = true;
    this.#exchange.wake();
  }

  /** Says to the person why an edit was not applied. */
  tell(answer: Exclude<Applied, { status: "applied" }>, label: string): void {
    this.#notices = [...this.#notices, noticeHere(answer, this.#newId(), label)];
    this.#publish(this.#snapshot.document);
  }

  dismissNotice(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
    this.#publish(this.#snapshot.document);
  }

  /** Whether edits would be gone with the page: neither the server nor the browser's disk has them. */
  leavingLosesEdits(): boolean {
    return this.#kept.hasRefused && this.#outbox.edits.length > 0;
  }

  /** The page goes away now: keeps what is not on disk yet. */
  leave(): void {
    this.#kept.leave();
  }

  /** The edits that never reached the server, for a file. */
  unsent(): readonly PendingEdit[] {
    return this.#outbox.edits;
  }

  /** Resolves when nothing is on its way. */
  settled(): Promise<void> {
    return this.#exchange.settled();
  }

  close(): void {
    this.#exchange.close();
    this.#listeners.clear();
  }

  isClosed(): boolean {
    return this.#exchange.state.kind === "closed";
  }

  #newId(): string {
    this.#lastId += 1;
    return `${this.#options.clientId}:${this.#lastId}`;
  }

  async #takeEarlierEdits(): Promise<void> {
    if (this.#outbox.addEarlier(await this.#kept.load())) this.#rebase();
  }

  #takeBack(way: "undo" | "redo"): void {
    const id = this.#newId();
    const taken = this.#undo.takeBack(way, id, this.#snapshot.document);
    if (taken !== null) this.#queue({ kind: "undo", id, ...taken }, null);
  }

  /** `shown` is the document with the edit in it; null when it is not worked out yet. */
  #queue(edit: PendingEdit, shown: PlaybookDocument | null): void {
    this.#outbox.add(edit);
    this.#kept.keep(edit);
    if (shown === null) this.#rebase();
    else this.#publish(shown);
    this.#exchange.start();
  }

  #nextTask(): Task | null {
    if (this.#diverged) return () => this.#openAnew();
    if (this.#behind || this.#log.ahead.size > 0) return () => this.#readMissed();
    const envelopes = this.#outbox.nextBatch(this.#log.seq);
    return envelopes === null ? null : () => this.#send(envelopes);
  }

  async #send(envelopes: readonly OperationEnvelope[]): Promise<void> {
    try {
      this.#takeAcks(await this.#options.server.apply(envelopes));
    } catch (error) {
      const { kind, message } = troubleOf(error);
      if (kind !== "invalid") throw error;
      if (envelopes.length > 1) this.#outbox.sendOneByOne();
      else
        this.#takeAcks(envelopes.map(({ id }) => ({ status: "refused", id, message, path: [] })));
    }
  }

  #takeAcks(acks: readonly OperationAck[]): void {
    const arrived: ArrivedOperation[] = [];
    for (const ack of acks) {
      this.#noteAnswer(ack);
      if (ack.status === "applied") {
        this.#outbox.markOrdered(ack.id, ack.seq);
        this.#changes.note(ack.seq, this.#options.userName);
        arrived.push(ack);
      } else {
        this.#undo.drop(ack.id);
        this.#settle([ack.id]);
      }
    }
    this.#arrive(arrived);
  }

  #noteAnswer(ack: OperationAck): void {
    const edit = this.#outbox.find(ack.id);
    // An undo that finds nothing left to take back needs no word.
    if (edit?.kind === "undo" && ack.status === "gone") return;
    const mine = edit?.kind === "apply" ? edit.envelope.operation : null;
    const notice = noticeOf(ack, edit === null ? "" : labelOf(edit), mine);
    if (notice !== null) this.#notices = [...this.#notices, notice];
  }

  /** Lets operations of the server take effect, as far as it is their turn. */
  #arrive(operations: readonly ArrivedOperation[]): void {
    const taken = takeArrived(this.#log, operations);
    this.#log = taken.log;
    this.#diverged ||= taken.diverged;
    this.#settle(taken.settled);
    this.#rebase();
  }

  async #readMissed(): Promise<void> {
    const { seq } = this.#log;
    this.#behind = false;
    try {
      const { operations, more } = await this.#options.server.operationsSince(seq);
      this.#behind ||= more && operations.length > 0;
      for (const operation of operations) this.#changes.note(operation.seq, operation.userName);
      this.#arrive(operations);
    } catch (error) {
      this.#behind = true;
      throw error;
    }
    // The server does not know what is missing here either.
    if (!this.#behind && this.#log.ahead.size > 0 && this.#log.seq === seq) this.#diverged = true;
  }

  async #openAnew(): Promise<void> {
    const { seq, document } = await this.#options.server.open();
    this.#diverged = false;
    // What arrived meanwhile is not part of the answer.
    this.#behind = true;
    // The log here has found its way, and beyond what the server answered.
    if (this.#log.seq > seq) return;
    this.#log = openedLog(seq, document);
    this.#noteSettled(this.#outbox.settleUpTo(seq));
    this.#rebase();
  }

  #settle(ids: readonly string[]): void {
    this.#noteSettled(this.#outbox.settle(ids));
  }

  #noteSettled(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.#savedAt = this.#options.now();
    this.#kept.forget(ids);
  }

  #rebase(): void {
    this.#publish(rebasedDocument(this.#log.document, this.#outbox.edits));
  }

  #publish(document: PlaybookDocument): void {
    if (this.isClosed()) return;
    this.#snapshot = this.#snapshotOf(document);
    for (const listener of this.#listeners) listener();
  }

  #snapshotOf(document: PlaybookDocument): EditorSnapshot {
    return {
      document,
      seq: this.#log.seq,
      save: saveStateOf({
        exchange: this.#exchange.state,
        pending: this.#outbox.edits.length,
        stored: this.#kept.stored,
        savedAt: this.#savedAt,
      }),
      undo: this.#undo.nextUndo,
      redo: this.#undo.nextRedo,
      notices: this.#notices,
      changes: this.#changes.byName,
    };
  }
}
