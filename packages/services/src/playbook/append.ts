import { upgradedVersions } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import {
  type Applied,
  applyOperation,
  applyUndo,
  OPERATION_VERSION,
  type Operation,
  type OperationAck,
  type OperationEnvelope,
  readOperation,
} from "@callbook/core/operation";
import { checkSeen } from "@callbook/core/text";
import type { Playbook, Prisma } from "@callbook/db";
import type { Context } from "../context.ts";
import { type Db, notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { type Answered, readAnswered } from "./answered.ts";
import { CURRENT_FORMAT, type Draft } from "./drafts.ts";
import { explainGone, whoChanged } from "./others.ts";
import { presentOperation } from "./present-operation.ts";

/** An undo of an operation that the actor made, by the inverse that its row keeps. */
interface UndoOf {
  readonly inverse: Operation;
  readonly label: string;
}

type Row = Prisma.PlaybookOperationCreateManyInput;

/** What a batch does to the log, before it is written. */
export interface Batch {
  readonly acks: OperationAck[];
  readonly rows: Row[];
  readonly draft: Draft;
}

/** Characters of what a person reads of an operation. */
const MOST_LABEL = 300;

const NOTHING: Operation = { kind: "together", operations: [] };

/** Answers each envelope in order, on the draft as the ones before left it. Writes nothing. */
export async function answerAll(
  context: Context,
  db: Db,
  playbook: Playbook,
  start: Draft,
  envelopes: readonly OperationEnvelope[],
): Promise<Batch> {
  demandPresentVersion(envelopes);
  const known = await knownAcks(db, playbook.id, envelopes);
  const batch = { acks: [] as OperationAck[], rows: [] as Row[] };
  let draft = start;
  for (const envelope of envelopes) {
    const repeated = known.get(envelope.id) ?? batch.acks.find(({ id }) => id === envelope.id);
    if (repeated !== undefined) {
      batch.acks.push(repeated);
      continue;
    }
    const answer = await answerOne(context, db, playbook, draft, envelope);
    batch.acks.push(answer.ack);
    if (answer.row === null) continue;
    batch.rows.push(answer.row);
    draft = { seq: draft.seq + 1, document: answer.document, logged: answer.document };
  }
  return { ...batch, draft };
}

/**
 * Edits of a page of another version are not answered one by one, because a page forgets what was
 * answered: as long as the server is unavailable to it, it keeps them, and loaded again sends them.
 */
function demandPresentVersion(envelopes: readonly OperationEnvelope[]): void {
  const isPresent = envelopes.every(
    ({ v, formatVersion }) => v === OPERATION_VERSION && formatVersion === CURRENT_FORMAT,
  );
  if (isPresent) return;
  throw new Refusal("UNAVAILABLE", "This page is of another version of Callbook. Load it again.");
}

interface Answer {
  readonly ack: OperationAck;
  readonly row: Row | null;
  readonly document: PlaybookDocument;
}

async function answerOne(
  context: Context,
  db: Db,
  playbook: Playbook,
  draft: Draft,
  envelope: OperationEnvelope,
): Promise<Answer> {
  const { document } = draft;
  const refuse = (message: string, path: readonly string[] = []): Answer => ({
    ack: { status: "refused", id: envelope.id, message, path },
    row: null,
    document,
  });
  if (envelope.baseSeq > draft.seq)
    return refuse("This edit is based on one that the server does not know.");
  if (envelope.undoes !== null) {
    const undo = await findUndo(context, db, playbook.id, envelope.undoes);
    if (undo === null) return refuse("There is nothing of yours to undo under this id.");
    const undone = applyUndo(document, presentOperation(undo.inverse, context.catalogue));
    const label = `Undo: ${undo.label}`.slice(0, MOST_LABEL);
    return appliedAnswer(
      context,
      playbook,
      draft,
      { ...envelope, label },
      {
        document: undone.document,
        operation: undone.operation ?? NOTHING,
        inverse: undone.inverse,
        leftAlone: undone.leftAlone,
      },
    );
  }
  const read = readOperation(envelope.operation);
  if (!read.ok) return refuse(read.message, read.path);
  const done = applyOperation(document, presentOperation(read.operation, context.catalogue));
  if (done.status === "applied") {
    const fault = newNameFault(document, done.document);
    if (fault !== null) return refuse(fault, ["name"]);
    return appliedAnswer(context, playbook, draft, envelope, { ...done, leftAlone: [] });
  }
  return {
    ack: await unappliedAck(db, playbook.id, envelope, document, done),
    row: null,
    document,
  };
}

/** What is wrong with a name that an edit brought; the log is folded without asking again. */
function newNameFault(before: PlaybookDocument, after: PlaybookDocument): string | null {
  const named = new Set([before.name, ...before.blocks.map(({ name }) => name)]);
  const brought = [after.name, ...after.blocks.map(({ name }) => name)].filter(
    (name) => !named.has(name),
  );
  return brought.map(checkSeen).find((fault) => fault !== null) ?? null;
}

function appliedAnswer(
  context: Context,
  playbook: Playbook,
  draft: Draft,
  envelope: OperationEnvelope,
  done: {
    readonly document: PlaybookDocument;
    readonly operation: Operation;
    readonly inverse: Operation;
    readonly leftAlone: readonly string[];
  },
): Answer {
  const seq = draft.seq + 1;
  const ack: OperationAck = {
    status: "applied",
    id: envelope.id,
    seq,
    operation: done.operation,
    leftAlone: done.leftAlone,
  };
  // The operation itself is in its own column.
  const answered: Answered = {
    leftAlone: done.leftAlone,
    upgraded: upgradedVersions(draft.logged, context.catalogue),
  };
  const row: Row = {
    playbookId: playbook.id,
    seq,
    operationId: envelope.id,
    userId: context.actor.userId,
    v: envelope.v,
    baseSeq: envelope.baseSeq,
    label: envelope.label,
    operation: asStored(done.operation),
    inverse: asStored(done.inverse),
    undoes: envelope.undoes,
    formatVersion: CURRENT_FORMAT,
    ack: asStored(answered),
    at: context.now(),
  };
  return { ack, row, document: done.document };
}

async function unappliedAck(
  db: Db,
  playbookId: number,
  envelope: OperationEnvelope,
  document: PlaybookDocument,
  done: Exclude<Applied, { status: "applied" }>,
): Promise<OperationAck> {
  const { id } = envelope;
  switch (done.status) {
    case "conflict": {
      const { blockId, path, mine = null, theirs = null } = done;
      const by = await whoChanged(db, playbookId, envelope, blockId);
      return { status: "conflict", id, blockId, path, mine, theirs, by };
    }
    case "gone": {
      const { by, restore } = await explainGone(db, playbookId, envelope, document, done.id);
      return { status: "gone", id, what: done.what, subject: done.id, by, restore };
    }
    case "refused":
      return { status: "refused", id, message: done.message, path: done.path };
  }
}

/** Writes a batch into the log; the caller holds the playbook's lock. */
export async function writeBatch(
  db: Db,
  playbook: Playbook,
  batch: Batch,
  now: Date,
): Promise<void> {
  if (batch.rows.length === 0) return;
  const { seq, document } = batch.draft;
  await db.playbookOperation.createMany({ data: batch.rows });
  await db.playbook.update({
    where: { id: playbook.id },
    data: { headSeq: seq, name: document.name, description: document.description, updatedAt: now },
  });
  await notify(db, { kind: "playbook", id: playbook.id, seq });
}

async function knownAcks(
  db: Db,
  playbookId: number,
  envelopes: readonly OperationEnvelope[],
): Promise<Map<string, OperationAck>> {
  const rows = await db.playbookOperation.findMany({
    where: { playbookId, operationId: { in: envelopes.map(({ id }) => id) } },
    select: { operationId: true, seq: true, operation: true, ack: true },
  });
  return new Map(
    rows.flatMap(({ operationId: id, seq, operation, ack }) => {
      const read = readOperation(operation);
      if (!read.ok) return [];
      const { leftAlone } = readAnswered(ack);
      return [[id, { status: "applied", id, seq, operation: read.operation, leftAlone }] as const];
    }),
  );
}

async function findUndo(
  context: Context,
  db: Db,
  playbookId: number,
  operationId: string,
): Promise<UndoOf | null> {
  const row = await db.playbookOperation.findUnique({
    where: { playbookId_operationId: { playbookId, operationId } },
    select: { userId: true, inverse: true, label: true },
  });
  if (row === null || row.userId !== context.actor.userId) return null;
  const read = readOperation(row.inverse);
  return read.ok ? { inverse: read.operation, label: row.label } : null;
}

/** JSON for a column; what is undefined is left out, as JSON leaves it out. */
export function asStored(value: unknown): Prisma.InputJsonValue {
  const stored: Prisma.InputJsonValue = JSON.parse(JSON.stringify(value));
  return stored;
}
