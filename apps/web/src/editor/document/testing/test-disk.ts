import type { PendingStorage, StoredPending } from "../pending-storage.ts";

/** A browser's disk in memory, that may refuse to keep anything, or take its time. */
export class TestDisk implements PendingStorage {
  readonly rows = new Map<string, StoredPending>();
  refuses = false;
  /** While it is slow nothing is read or written before `catchUp`. */
  isSlow = false;
  #waiting: (() => void)[] = [];

  async load(userId: string, playbookId: number): Promise<readonly StoredPending[]> {
    this.#check();
    if (this.isSlow) await this.#turn();
    return [...this.rows.values()].filter(
      (row) => row.userId === userId && row.playbookId === playbookId,
    );
  }

  async put(entries: readonly StoredPending[]): Promise<void> {
    this.#check();
    if (this.isSlow) await this.#turn();
    this.#write(entries);
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#check();
    // As in IndexedDB, what was begun before is done before.
    if (this.#waiting.length > 0) await this.#turn();
    for (const id of ids) this.rows.delete(id);
  }

  putNow(entries: readonly StoredPending[]): void {
    this.#check();
    this.#write(entries);
  }

  catchUp(): void {
    this.isSlow = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** The browser dies: what it had not written is not there. */
  crash(): void {
    this.#waiting = [];
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #write(entries: readonly StoredPending[]): void {
    for (const entry of entries) this.rows.set(entry.id, structuredClone(entry));
  }

  #check(): void {
    if (this.refuses) throw new Error("the browser keeps nothing");
  }
}
