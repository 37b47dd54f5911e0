import { type Block, indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { type Operation, type OperationEnvelope, readOperation } from "@callbook/core/operation";
import type { Db } from "../notice/notice.ts";

/** How far back a change of somebody else is looked for. */
const MOST_READ = 500;

interface Since {
  readonly userId: string;
  readonly text: string;
  readonly inverse: unknown;
}

async function since(db: Db, playbookId: number, envelope: OperationEnvelope): Promise<Since[]> {
  const client = envelope.id.slice(0, envelope.id.indexOf(":") + 1);
  const rows = await db.playbookOperation.findMany({
    where: {
      playbookId,
      seq: { gt: envelope.baseSeq },
      NOT: { operationId: { startsWith: client } },
    },
    orderBy: { seq: "desc" },
    take: MOST_READ,
    select: { userId: true, operation: true, inverse: true },
  });
  return rows.map(({ userId, operation, inverse }) => ({
    userId,
    text: JSON.stringify(operation),
    inverse,
  }));
}

/** Name of who changed the block (null: the playbook) after the state that an edit is based on. */
export async function whoChanged(
  db: Db,
  playbookId: number,
  envelope: OperationEnvelope,
  blockId: string | null,
): Promise<string> {
  const rows = await since(db, playbookId, envelope);
  const change =
    rows.find(({ text }) => blockId === null || text.includes(`"${blockId}"`)) ?? rows[0];
  return nameOf(db, change?.userId ?? null);
}

/** Who took a block, item or callback away, and the operation that brings it back; null when none can. */
export async function explainGone(
  db: Db,
  playbookId: number,
  envelope: OperationEnvelope,
  document: PlaybookDocument,
  subject: string,
): Promise<{ by: string; restore: Operation | null }> {
  for (const { userId, inverse } of await since(db, playbookId, envelope)) {
    const read = readOperation(inverse);
    const restore = read.ok ? restoring(read.operation, document, subject) : null;
    if (restore !== null) return { by: await nameOf(db, userId), restore };
  }
  return { by: await nameOf(db, null), restore: null };
}

/** The part of an inverse that brings the subject back, as far as it still fits. */
function restoring(
  inverse: Operation,
  document: PlaybookDocument,
  subject: string,
): Operation | null {
  switch (inverse.kind) {
    case "together":
      for (const part of inverse.operations) {
        const restore = restoring(part, document, subject);
        if (restore !== null) return restore;
      }
      return null;
    case "addBlocks":
      return restoringBlock(inverse, document, subject);
    case "insertItem":
      return inverse.item.id === subject ? inverse : null;
    case "connect":
      return inverse.callback.id === subject ? inverse : null;
    default:
      return null;
  }
}

function restoringBlock(
  inverse: Extract<Operation, { kind: "addBlocks" }>,
  document: PlaybookDocument,
  subject: string,
): Operation | null {
  const { blocks: present, callbacks: connected } = indexDocument(document);
  const back = withParents(inverse.blocks, subject, present);
  if (back.length === 0) return null;
  const returning = new Set(back.map(({ id }) => id));
  const there = (id: string): boolean => returning.has(id) || present.has(id);
  const callbacks = inverse.callbacks.filter(
    ({ callback: { id, source, target } }) =>
      (returning.has(source) || returning.has(target)) &&
      there(source) &&
      there(target) &&
      !connected.has(id),
  );
  return { kind: "addBlocks", blocks: back, callbacks };
}

/** A removed block, and those it stood in that went with it; it comes back outside when they cannot. */
function withParents(
  removed: readonly Block[],
  subject: string,
  present: ReadonlyMap<string, Block>,
): Block[] {
  const block = removed.find(({ id }) => id === subject);
  if (block === undefined) return [];
  if (block.parent === null || present.has(block.parent)) return [block];
  const parents = withParents(removed, block.parent, present);
  return parents.length === 0 ? [{ ...block, parent: null }] : [...parents, block];
}

async function nameOf(db: Db, userId: string | null): Promise<string> {
  if (userId === null) return "somebody";
  const person = await db.user.findUnique({ where: { id: userId }, select: { name: true } });
  return person?.name ?? "somebody";
}
