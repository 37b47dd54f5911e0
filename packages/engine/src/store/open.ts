/** Opens the store of runs on a database that has been migrated. */
import type { Pool } from "pg";
import type { RunReader, RunRetention, RunStore } from "./run-store.ts";
import { runInbox } from "./sql/inbox.ts";
import { logReader } from "./sql/log.ts";
import { runOwners } from "./sql/owners.ts";
import { connectionPlaces } from "./sql/places.ts";
import { rowsOf } from "./sql/query.ts";
import { resultsReader } from "./sql/results.ts";
import { runRetention } from "./sql/retention.ts";
import { runsReader } from "./sql/runs.ts";
import { waitsReader } from "./sql/waits.ts";
import { openWriter } from "./sql/writer.ts";

export { openProcessBook, type ProcessBookOptions } from "./sql/processes.ts";

export interface RunStoreOptions {
  /** Shared with the rest of the process. */
  readonly pool: Pool;
  /** The process that writes. */
  readonly executorId: string;
}

/** For a process that runs runs. */
export function openRunStore({ pool, executorId }: RunStoreOptions): RunStore {
  return {
    ...openWriter(pool, executorId),
    ...runOwners(pool),
    ...runInbox(pool),
    ...openRunReader(pool),
    ...connectionPlaces(pool, executorId),
    tell: async (notices) => {
      await rowsOf(pool, {
        text: "select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as n(channel, payload)",
        values: [notices.map(({ channel }) => channel), notices.map(({ payload }) => payload)],
      });
    },
  };
}

/** For whoever shows runs, or says how long they are kept. */
export function openRunReader(pool: Pool): RunReader & RunRetention {
  return {
    ...logReader(pool),
    ...runsReader(pool),
    ...resultsReader(pool),
    ...waitsReader(pool),
    ...runRetention(pool),
  };
}
