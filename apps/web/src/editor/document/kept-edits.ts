/** The edits of this tab on the browser's disk, and whether all of them are there. */
import { type PendingEdit, presentEdit } from "./pending.ts";
import type { PendingStorage, StoredPending } from "./pending-storage.ts";

interface KeptEditsOptions {
  readonly storage: PendingStorage;
  readonly userId: string;
  readonly playbookId: number;
  readonly clientId: string;
  readonly now: () => Date;
  /** What `stored` says has changed. */
  readonly onChange: () => void;
}

export class KeptEdits {
  readonly #options: KeptEditsOptions;
  /** Being written, or refused by the browser; a refused one is tried again with the next. */
  readonly #unwritten = new Map<string, StoredPending>();
  readonly #refused = new Map<string, StoredPending>();
  #stored = true;
  #counter = 0;

  constructor(options: KeptEditsOptions) {
    this.#options = options;
  }

  /** False once the browser has refused to keep something, until it keeps it. */
  get stored(): boolean {
    return this.#stored;
  }

  /** Whether the browser has refused edits that are still under way. */
  get hasRefused(): boolean {
    return this.#refused.size > 0;
  }

  /** What earlier pages of this person left behind for this playbook; nothing when the browser refuses. */
  async load(): Promise<readonly PendingEdit[]> {
    const { storage, userId, playbookId } = this.#options;
    try {
      return (await storage.load(userId, playbookId)).map((row) => presentEdit(row.pending));
    } catch {
      this.#note(false);
      return [];
    }
  }

  keep(pending: PendingEdit): void {
    const { userId, playbookId, clientId, now } = this.#options;
    this.#counter += 1;
    const { id } = pending;
    const madeAt = now().getTime();
    const row = { id, userId, playbookId, clientId, madeAt, counter: this.#counter, pending };
    this.#unwritten.set(id, row);
    void this.#write([...this.#refused.values(), row]);
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#unwritten.delete(id);
      this.#refused.delete(id);
    }
    // What cannot be removed is sent once more later, and answered with its first ack.
    this.#options.storage.remove(ids).catch(() => undefined);
  }

  /** The page goes away: keeps at once what is not written yet. */
  leave(): void {
    if (this.#unwritten.size === 0) return;
    try {
      this.#options.storage.putNow([...this.#unwritten.values()]);
    } catch {
      this.#note(false);
    }
  }

  async #write(rows: readonly StoredPending[]): Promise<void> {
    try {
      await this.#options.storage.put(rows);
      for (const { id } of rows) {
        this.#unwritten.delete(id);
        this.#refused.delete(id);
      }
      this.#note(this.#refused.size === 0);
    } catch {
      for (const row of rows) if (this.#unwritten.has(row.id)) this.#refused.set(row.id, row);
      this.#note(false);
    }
  }

  #note(stored: boolean): void {
    if (this.#stored === stored) return;
    this.#stored = stored;
    this.#options.onChange();
  }
}
