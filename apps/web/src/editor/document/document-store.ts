/**
 * One playbook open in one tab. Edits take effect here at once, travel to the
 * server in order, and are laid again over whatever others did meanwhile. The
 * server's order is the truth; nothing that was done here is dropped silently.
 */
import { FORMAT_VERSION, type PlaybookDocument } from "@callbook/core/document";
import {
  applyOperation,
  applyUndo,
  type LoggedOperation,
  type Operation,
  type OperationAck,
} from "@callbook/core/operation";
import type {
  DocumentStore,
  DocumentStoreOptions,
  EditorSnapshot,
} from "./document-store-contract.ts";
import { type Notice, noticeHere, noticeOf } from "./notice.ts";
import { createOutbox } from "./outbox.ts";
import { labelOf, nextBatch, type Pending, rebasedDocument } from "./pending.ts";
import type { StoredPending } from "./pending-storage.ts";
import { saveStateOf } from "./save-state.ts";
import { type ArrivedOperation, openedLog, type ServerLog, takeArrived } from "./server-log.ts";
import { takeRedo, takeUndo, type UndoStack, withDone, withoutOperation } from "./undo-stack.ts";

export function createDocumentStore(options: DocumentStoreOptions): DocumentStore {
  const { server, storage, undoMemory } = options;
  const listeners = new Set<() => void>();
  let log: ServerLog = openedLog(options.opened.seq, options.opened.document);
  let pending: readonly Pending[] = [];
  const acknowledged = new Set<string>();
  const inverses = new Map<string, Operation>();
  const notYetStored = new Map<string, StoredPending>();
  let stack = undoMemory.load();
  let notices: readonly Notice[] = [];
  const changes = new Map<string, number>();
  let countedSeq = options.opened.seq;
  let stored = true;
  let savedAt: Date | null = null;
  let counter = 0;
  let closed = false;

  const ready = storage.load(options.userId, options.playbookId).then(
    (rows) => {
      const known = new Set(pending.map((entry) => entry.id));
      const kept = rows.map((row) => row.pending).filter((entry) => !known.has(entry.id));
      pending = [...kept, ...pending];
      if (kept.length > 0) publish(true);
    },
    () => noteStored(false),
  );
  const outbox = createOutbox({
    server,
    ready,
    next: (limit) => nextBatch(pending, acknowledged, limit),
    onAcks: takeAcks,
    onChange: () => publish(false),
    after: options.after,
  });
  let snapshot = makeSnapshot(log.document);
  outbox.send();

  function makeSnapshot(document: PlaybookDocument): EditorSnapshot {
    return {
      document,
      seq: log.seq,
      save: saveStateOf({ pending: pending.length, stored, savedAt, trouble: outbox.trouble }),
      undo: stack.done.at(-1) ?? null,
      redo: stack.undone.at(-1) ?? null,
      notices,
      changes: new Map(changes),
    };
  }

  function show(document: PlaybookDocument): void {
    snapshot = makeSnapshot(document);
    for (const listener of listeners) listener();
  }

  function publish(documentChanged: boolean): void {
    if (closed) return;
    show(documentChanged ? rebasedDocument(log.document, pending) : snapshot.document);
  }

  function setStack(next: UndoStack): void {
    if (next === stack) return;
    stack = next;
    undoMemory.save(stack);
  }

  function newId(): string {
    counter += 1;
    return `${options.clientId}:${counter}`;
  }

  function enqueue(entry: Pending): void {
    pending = [...pending, entry];
    const row: StoredPending = {
      id: entry.id,
      userId: options.userId,
      playbookId: options.playbookId,
      clientId: options.clientId,
      madeAt: options.now().getTime(),
      counter,
      pending: entry,
    };
    notYetStored.set(entry.id, row);
    storage.put([row]).then(
      () => {
        notYetStored.delete(entry.id);
        noteStored(true);
      },
      () => noteStored(false),
    );
  }

  function noteStored(ok: boolean): void {
    if (stored === ok) return;
    stored = ok;
    publish(false);
  }

  function settle(ids: readonly string[]): void {
    const gone = new Set(ids);
    const left = pending.filter((entry) => !gone.has(entry.id));
    for (const id of ids) acknowledged.delete(id);
    if (left.length === pending.length) return;
    pending = left;
    savedAt = options.now();
    // What cannot be removed is sent once more later, and answered with its first ack.
    storage.remove(ids).catch(() => undefined);
  }

  /** Lets operations of the server take effect; reads what is missing between them. */
  async function arrive(operations: readonly ArrivedOperation[]): Promise<void> {
    const taken = takeArrived(log, operations);
    log = taken.log;
    settle(taken.settled);
    publish(true);
    if (taken.diverged) await reopen();
    else if (taken.gap) await catchUp();
  }

  async function reopen(): Promise<void> {
    const opened = await server.open();
    log = openedLog(opened.seq, opened.document);
    publish(true);
  }

  async function catchUp(): Promise<void> {
    for (let more = true; more && !closed; ) {
      const since = await server.operationsSince(log.seq);
      more = since.more && since.operations.length > 0;
      count(since.operations);
      const taken = takeArrived(log, since.operations);
      log = taken.log;
      settle(taken.settled);
      if (taken.diverged) return reopen();
    }
    if (log.ahead.size > 0) return reopen();
    publish(true);
  }

  function count(operations: readonly LoggedOperation[]): void {
    for (const { seq, userName } of operations) {
      if (seq <= countedSeq) continue;
      countedSeq = seq;
      changes.set(userName, (changes.get(userName) ?? 0) + 1);
    }
  }

  async function takeAcks(acks: readonly OperationAck[]): Promise<void> {
    const arrived: ArrivedOperation[] = [];
    for (const ack of acks) {
      const entry = pending.find((candidate) => candidate.id === ack.id);
      const mine = entry?.kind === "apply" ? entry.envelope.operation : null;
      const notice = noticeOf(ack, entry === undefined ? "" : labelOf(entry), mine);
      // An undo that finds nothing left to take back needs no word.
      const silent = entry?.kind === "undo" && ack.status === "gone";
      if (notice !== null && !silent) notices = [...notices, notice];
      if (ack.status === "applied") {
        acknowledged.add(ack.id);
        arrived.push({ seq: ack.seq, id: ack.id, operation: ack.operation });
      } else {
        setStack(withoutOperation(stack, ack.id));
        settle([ack.id]);
      }
    }
    for (const { seq } of arrived) {
      if (seq !== countedSeq + 1) continue;
      countedSeq = seq;
      changes.set(options.userName, (changes.get(options.userName) ?? 0) + 1);
    }
    await arrive(arrived);
  }

  function takeBack(take: typeof takeUndo): void {
    const id = newId();
    const taken = take(stack, id);
    if (taken === null) return;
    setStack(taken.stack);
    const { operationId, label } = taken.entry;
    const inverse = inverses.get(operationId) ?? null;
    if (inverse !== null) inverses.set(id, applyUndo(snapshot.document, inverse).inverse);
    enqueue({ kind: "undo", id, operationId, label, inverse });
    publish(true);
    outbox.send();
  }

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply(operation, label) {
      const applied = applyOperation(snapshot.document, operation);
      if (applied.status !== "applied") return applied;
      const id = newId();
      inverses.set(id, applied.inverse);
      const envelope = {
        v: 1,
        id,
        baseSeq: log.seq,
        formatVersion: FORMAT_VERSION,
        label,
        operation,
        undoes: null,
      } as const;
      enqueue({ kind: "apply", id, envelope });
      setStack(withDone(stack, { operationId: id, label }));
      show(applied.document);
      outbox.send();
      return applied;
    },
    undo: () => takeBack(takeUndo),
    redo: () => takeBack(takeRedo),
    receive(operations) {
      count(operations);
      arrive(operations).catch(outbox.report);
    },
    wake() {
      outbox.wake();
      catchUp().catch((error: unknown) => {
        outbox.report(error);
        publish(false);
      });
    },
    tell(answer, label) {
      notices = [...notices, noticeHere(answer, newId(), label)];
      publish(false);
    },
    dismissNotice(id) {
      notices = notices.filter((notice) => notice.id !== id);
      publish(false);
    },
    leave() {
      const rows = pending.flatMap((entry) => notYetStored.get(entry.id) ?? []);
      if (rows.length === 0) return;
      try {
        storage.putNow(rows);
      } catch {
        noteStored(false);
      }
    },
    unsent: () => pending,
    settled: () => outbox.settled(),
    close() {
      closed = true;
      outbox.close();
      listeners.clear();
    },
    isClosed: () => closed,
  };
}
