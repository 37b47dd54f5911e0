/** Tells who looks on that the log of a run has grown, by this process's hand or another's. */

export type RunsChanged = (runIds: readonly number[]) => void;

export class Changes {
  private readonly everybody = new Set<RunsChanged>();
  private readonly byRun = new Map<number, Set<RunsChanged>>();

  /** Calls back after events of these runs (null: of any run) are on disk. The answer ends it. */
  subscribe(runIds: readonly number[] | null, listener: RunsChanged): () => void {
    if (runIds === null) {
      this.everybody.add(listener);
      return () => void this.everybody.delete(listener);
    }
    for (const id of runIds) this.listenersOf(id).add(listener);
    return () => {
      for (const id of runIds) {
        const listeners = this.byRun.get(id);
        listeners?.delete(listener);
        if (listeners?.size === 0) this.byRun.delete(id);
      }
    };
  }

  tell(runIds: readonly number[]): void {
    if (runIds.length === 0) return;
    const concerned = new Map<RunsChanged, number[]>();
    for (const id of runIds)
      for (const listener of this.byRun.get(id) ?? []) {
        const ids = concerned.get(listener);
        if (ids === undefined) concerned.set(listener, [id]);
        else ids.push(id);
      }
    for (const [listener, ids] of concerned) listener(ids);
    for (const listener of this.everybody) listener(runIds);
  }

  /** Something may have been missed: everybody reads again from where he stands. */
  tellAll(): void {
    const runIds = [...this.byRun.keys()];
    this.tell(runIds);
  }

  private listenersOf(runId: number): Set<RunsChanged> {
    const known = this.byRun.get(runId);
    if (known !== undefined) return known;
    const listeners = new Set<RunsChanged>();
    this.byRun.set(runId, listeners);
    return listeners;
  }
}
