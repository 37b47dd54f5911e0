/**
 * Unacknowledged edits on this machine's disk, by person, playbook and tab, so
 * that a closed tab or a crashed browser loses nothing. Sending an edit twice
 * is harmless (the server answers a repeated id with its first ack), therefore
 * a tab may also send what another tab left behind.
 */
import { isJsonObject } from "@callbook/core/json";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { PendingEdit } from "./pending.ts";

export interface StoredPending {
  readonly id: string;
  readonly userId: string;
  readonly playbookId: number;
  readonly clientId: string;
  /** Milliseconds; orders the edits of several tabs among each other. */
  readonly madeAt: number;
  /** Orders the edits of one tab. */
  readonly counter: number;
  readonly pending: PendingEdit;
}

export interface PendingStorage {
  load(userId: string, playbookId: number): Promise<readonly StoredPending[]>;
  put(entries: readonly StoredPending[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Keeps edits at once, while the page is leaving and nothing can be waited for. Throws when refused. */
  putNow(entries: readonly StoredPending[]): void;
}

interface Schema extends DBSchema {
  pending: {
    key: string;
    value: StoredPending;
    indexes: { readonly "by-playbook": [string, number] };
  };
}

/** IndexedDB of this origin. Every method rejects when the browser refuses storage. */
export function browserPendingStorage(): PendingStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= openDB<Schema>("callbook", 1, {
      upgrade(db) {
        const store = db.createObjectStore("pending", { keyPath: "id" });
        store.createIndex("by-playbook", ["userId", "playbookId"]);
      },
    });
    // A refused opening must not be remembered: storage may be allowed later.
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  return {
    async load(userId, playbookId) {
      const db = await database();
      const rows = await db.getAllFromIndex("pending", "by-playbook", [userId, playbookId]);
      const known = new Set(rows.map((row) => row.id));
      const late = lateEntries().filter(
        (row) => row.userId === userId && row.playbookId === playbookId && !known.has(row.id),
      );
      return [...rows, ...late].sort((a, b) =>
        a.clientId === b.clientId ? a.counter - b.counter : a.madeAt - b.madeAt,
      );
    },
    async put(entries) {
      const transaction = (await database()).transaction("pending", "readwrite");
      await Promise.all([
        ...entries.map((entry) => transaction.store.put(entry)),
        transaction.done,
      ]);
    },
    async remove(ids) {
      const gone = new Set(ids);
      const late = lateEntries();
      if (late.some((entry) => gone.has(entry.id))) {
        keepLate(late.filter((entry) => !gone.has(entry.id)));
      }
      const transaction = (await database()).transaction("pending", "readwrite");
      await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
    },
    putNow(entries) {
      const now = new Set(entries.map((entry) => entry.id));
      keepLate([...lateEntries().filter((entry) => !now.has(entry.id)), ...entries]);
    },
  };
}

// IndexedDB cannot be waited for when a page leaves; these few edits stand here until they are sent.
const LATE = "callbook:late-edits";

function lateEntries(): readonly StoredPending[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(LATE) ?? "[]");
    return Array.isArray(value) ? value.filter(isStored) : [];
  } catch {
    return [];
  }
}

function keepLate(entries: readonly StoredPending[]): void {
  if (entries.length === 0) localStorage.removeItem(LATE);
  else localStorage.setItem(LATE, JSON.stringify(entries));
}

function isStored(value: unknown): value is StoredPending {
  return (
    isJsonObject(value) &&
    typeof value["id"] === "string" &&
    ["userId", "playbookId", "pending"].every((key) => Object.hasOwn(value, key))
  );
}
