/**
 * Unacknowledged edits on this machine's disk, by person, playbook and tab, so
 * that a closed tab or a crashed browser loses nothing. Sending an edit twice
 * is harmless (the server answers a repeated id with its first ack), therefore
 * a tab may also send what another tab left behind.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Pending } from "./pending.ts";

export interface StoredPending {
  readonly id: string;
  readonly userId: string;
  readonly playbookId: number;
  readonly clientId: string;
  /** Milliseconds; orders the edits of several tabs among each other. */
  readonly madeAt: number;
  /** Orders the edits of one tab. */
  readonly counter: number;
  readonly pending: Pending;
}

export interface PendingStorage {
  load(userId: string, playbookId: number): Promise<readonly StoredPending[]>;
  put(entries: readonly StoredPending[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
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
      return rows.toSorted((a, b) =>
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
      const transaction = (await database()).transaction("pending", "readwrite");
      await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
    },
  };
}
