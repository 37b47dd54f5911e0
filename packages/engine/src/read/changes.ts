/** Tells who looks on that the log of a run has grown, by this process's hand or another's. */

/** With `more`, others may have grown too: what was told of them was lost. */
export type RunsChanged = (runIds: readonly number[], more: boolean) => void;

/** For so long after the last has left it counts as looked at: people come back at once. */
const lingerMs = 10_000;

export class Changes {
  readonly #everybody = new Set<RunsChanged>();
  readonly #byRun = new Map<number, Set<RunsChanged>>();
  readonly #onFirst: () => void;
  #subscribers = 0;
  #leftAt = Number.NEGATIVE_INFINITY;

  /** `onFirst` is called when somebody begins to look, and nobody did before. */
  constructor(onFirst: () => void = () => undefined) {
    this.#onFirst = onFirst;
  }

  /** Whether somebody looks, or did a moment ago. */
  get isWatched(): boolean {
    return this.#subscribers > 0 || performance.now() - this.#leftAt < lingerMs;
  }

  /** Calls back after events of these runs (null: of any run) are on disk. The answer ends it. */
  subscribe(runIds: readonly number[] | null, listener: RunsChanged): () => void {
    const isFirst = !this.isWatched;
    this.#subscribers += 1;
    if (runIds === null) this.#everybody.add(listener);
    else for (const id of runIds) this.#listenersOf(id).add(listener);
    if (isFirst) this.#onFirst();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#subscribers -= 1;
      this.#leftAt = performance.now();
      this.#remove(runIds, listener);
    };
  }

  tell(runIds: readonly number[]): void {
    if (runIds.length === 0) return;
    this.#tellWatchers(runIds);
    for (const listener of this.#everybody) listener(runIds, false);
  }

  /** Something may have been missed: everybody reads again from where he stands. */
  tellAll(): void {
    const watched = [...this.#byRun.keys()];
    this.#tellWatchers(watched);
    for (const listener of this.#everybody) listener(watched, true);
  }

  #tellWatchers(runIds: readonly number[]): void {
    const concerned = new Map<RunsChanged, number[]>();
    for (const id of runIds)
      for (const listener of this.#byRun.get(id) ?? []) {
        const ids = concerned.get(listener);
        if (ids === undefined) concerned.set(listener, [id]);
        else ids.push(id);
      }
    for (const [listener, ids] of concerned) listener(ids, false);
  }

  #remove(runIds: readonly number[] | null, listener: RunsChanged): void {
    if (runIds === null) this.#everybody.delete(listener);
    for (const id of runIds ?? []) {
      const listeners = this.#byRun.get(id);
      listeners?.delete(listener);
      if (listeners?.size === 0) this.#byRun.delete(id);
    }
  }

  #listenersOf(runId: number): Set<RunsChanged> {
    const known = this.#byRun.get(runId);
    if (known !== undefined) return known;
    const listeners = new Set<RunsChanged>();
    this.#byRun.set(runId, listeners);
    return listeners;
  }
}
