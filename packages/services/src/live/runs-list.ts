import type { RunStateName } from "@callbook/core/log";
import type { EngineClient, RunHead } from "@callbook/engine";
import { Feed } from "./feed.ts";

/** A run of the list has another state. */
export interface ListChange {
  readonly runId: number;
  readonly state: RunStateName;
}

/** What the list of runs tells; null: more than can be told, so that it is to be read anew. */
export type ListNews = ListChanges | null;

/** Changes that are told one by one; of more it is told only that the list is to be read anew. */
export const MOST_CHANGES = 1000;

/** Changes of one moment. What a person sees of them is found once for all who see the same sites. */
export class ListChanges {
  readonly #runs: readonly RunHead[];
  readonly #seen = new Map<string, readonly ListChange[]>();

  constructor(runs: readonly RunHead[]) {
    this.#runs = runs;
  }

  get count(): number {
    return this.#runs.length;
  }

  seenIn(sites: "all" | readonly number[]): readonly ListChange[] {
    const name = String(sites);
    const known = this.#seen.get(name);
    if (known !== undefined) return known;
    const seen = this.#runs
      .filter(({ siteId }) => sites === "all" || sites.includes(siteId))
      .map(({ key, state }) => ({ runId: key.id, state }));
    this.#seen.set(name, seen);
    return seen;
  }
}

/** The list of runs of this process's readers, whoever wrote the runs. */
export function runsList(engine: Pick<EngineClient, "subscribe" | "runs">): Feed<ListNews> {
  let changed = new Set<number>();
  let isTooMuch = false;
  const take = () => {
    const taken = { changed, isTooMuch };
    changed = new Set();
    isTooMuch = false;
    return taken;
  };
  return new Feed<ListNews>({
    listen: (struck) => {
      const stop = engine.subscribe(null, (runIds, more) => {
        isTooMuch ||= more;
        for (const id of runIds) changed.add(id);
        if (changed.size > MOST_CHANGES) {
          isTooMuch = true;
          changed.clear();
        }
        struck();
      });
      return () => {
        stop();
        take();
      };
    },
    read: async () => {
      const taken = take();
      if (taken.isTooMuch) return null;
      try {
        return new ListChanges(await engine.runs.readRuns([...taken.changed]));
      } catch {
        // What could not be read is to be read by whoever shows it, and told there.
        return null;
      }
    },
  });
}
