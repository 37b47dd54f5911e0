/** Drafts in memory: what the editing log of a playbook folds to, as of a seq. */
import { type Catalogue, documentAt, presentDocument } from "@callbook/core/block";
import { FORMAT_VERSION, type PlaybookDocument, parseDocument } from "@callbook/core/document";
import { applyOperation, readOperation } from "@callbook/core/operation";
import type { PrismaClient } from "@callbook/db";
import { LRUCache } from "lru-cache";
import type { Db } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { readAnswered } from "./answered.ts";

export interface Draft {
  readonly seq: number;
  /** Configurations of its blocks are of the present versions of their types. */
  readonly document: PlaybookDocument;
  /**
   * As the log has it: the same, until a new version of a type comes. The first edit after that
   * tells in its row to which versions the draft had been brought.
   */
  readonly logged: PlaybookDocument;
}

export interface Drafts {
  /** The draft as of `seq`, which is the newest operation that this transaction sees. */
  at(db: Db, playbookId: number, seq: number): Promise<Draft>;
  /** Keeps what was committed, and writes a snapshot of it after a while without edits. */
  committed(playbookId: number, draft: Draft): void;
  /** Writes a snapshot, unless a later one is there. */
  snapshot(db: Db, playbookId: number, draft: Draft): Promise<void>;
  /** Writes the snapshots that are still to be written. */
  close(): Promise<void>;
}

const MOST_KEPT = 200;
const SNAPSHOT_EVERY = 200;
const IDLE_MS = 5000;

type Folded = Pick<Draft, "seq" | "logged">;

export function createDrafts(
  db: PrismaClient,
  catalogue: Pick<Catalogue, "blocks">,
  onError: (error: unknown) => void,
): Drafts {
  const kept = new LRUCache<number, Draft>({ max: MOST_KEPT });
  const idle = new Map<number, NodeJS.Timeout>();
  const snapshotAt = new Map<number, number>();

  const keep = (playbookId: number, draft: Draft) => {
    const known = kept.get(playbookId);
    if (known !== undefined && known.seq > draft.seq) return;
    kept.set(playbookId, draft);
  };
  const write = async (playbookId: number): Promise<void> => {
    clearTimeout(idle.get(playbookId));
    idle.delete(playbookId);
    const draft = kept.get(playbookId);
    if (draft === undefined) return;
    snapshotAt.set(playbookId, draft.seq);
    await writeSnapshot(db, playbookId, draft);
  };
  return {
    at: async (tx, playbookId, seq) => {
      const known = kept.get(playbookId);
      if (known?.seq === seq) return known;
      const from =
        known !== undefined && known.seq < seq ? known : await readSnapshot(tx, playbookId, seq);
      const { logged } = await foldAfter(tx, catalogue, playbookId, from, seq);
      const draft = { seq, logged, document: presentDocument(logged, catalogue) };
      keep(playbookId, draft);
      return draft;
    },
    committed: (playbookId, draft) => {
      keep(playbookId, draft);
      clearTimeout(idle.get(playbookId));
      const due = draft.seq - (snapshotAt.get(playbookId) ?? 0) >= SNAPSHOT_EVERY;
      const timer = setTimeout(() => void write(playbookId).catch(onError), due ? 0 : IDLE_MS);
      timer.unref();
      idle.set(playbookId, timer);
    },
    snapshot: writeSnapshot,
    close: async () => {
      for (const playbookId of Array.from(idle.keys())) await write(playbookId).catch(onError);
    },
  };
}

async function readSnapshot(db: Db, playbookId: number, most: number): Promise<Folded> {
  const row = await db.playbookDraft.findUnique({ where: { playbookId } });
  if (row === null || row.seq > most)
    throw new Error(`playbook ${playbookId} has no fitting snapshot`);
  const parsed = parseDocument(row.document);
  if (!parsed.ok) throw new Error(`the snapshot of playbook ${playbookId} cannot be read`);
  return { seq: row.seq, logged: parsed.document };
}

/** Applies the operations after a draft, as they took effect. */
async function foldAfter(
  db: Db,
  catalogue: Pick<Catalogue, "blocks">,
  playbookId: number,
  from: Folded,
  seq: number,
): Promise<Folded> {
  if (from.seq === seq) return from;
  const rows = await db.playbookOperation.findMany({
    where: { playbookId, seq: { gt: from.seq, lte: seq } },
    orderBy: { seq: "asc" },
    select: { seq: true, operation: true, ack: true },
  });
  let { logged } = from;
  let last = from.seq;
  for (const row of rows) {
    const read = readOperation(row.operation);
    const before = documentAt(logged, readAnswered(row.ack).upgraded, catalogue);
    if (before === null)
      throw new Refusal(
        "UNAVAILABLE",
        "This playbook was edited by a newer version of Callbook than this server's.",
        { retryAfterSeconds: 10 },
      );
    const done = read.ok ? applyOperation(before, read.operation) : null;
    if (row.seq !== last + 1 || done?.status !== "applied")
      throw new Error(`operation ${row.seq} of playbook ${playbookId} does not apply`);
    logged = done.document;
    last = row.seq;
  }
  if (last !== seq) throw new Error(`playbook ${playbookId} ends at ${last}, not at ${seq}`);
  return { seq, logged };
}

/** Of two processes that write at once the later draft stays. */
async function writeSnapshot(db: Db, playbookId: number, draft: Folded): Promise<void> {
  await db.$executeRaw`
    INSERT INTO playbook_draft (playbook_id, seq, document, updated_at)
    VALUES (${playbookId}, ${draft.seq}, ${JSON.stringify(draft.logged)}::jsonb, now())
    ON CONFLICT (playbook_id) DO UPDATE
      SET seq = excluded.seq, document = excluded.document, updated_at = excluded.updated_at
      WHERE playbook_draft.seq <= excluded.seq`;
}

export const CURRENT_FORMAT = FORMAT_VERSION;
