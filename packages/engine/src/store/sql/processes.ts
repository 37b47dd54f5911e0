/** Heartbeats: an unlogged table, over a connection of their own that is made anew when it breaks. */
import pg from "pg";
import type { Beat, ProcessBook } from "../process-book.ts";
import { changedBy, rowOf } from "./query.ts";

export interface ProcessBookOptions {
  /** Address of the database; holds the password, never log it. */
  readonly databaseUrl: string;
  readonly executorId: string;
  /** A process that was not seen for so long is dead. */
  readonly leaseMs: number;
}

export function openProcessBook({
  databaseUrl,
  executorId,
  leaseMs,
}: ProcessBookOptions): ProcessBook {
  let client: pg.Client | null = null;
  const drop = async (): Promise<void> => {
    const dropped = client;
    client = null;
    await dropped?.end().catch(() => undefined);
  };
  const connected = async (): Promise<pg.Client> => {
    if (client !== null) return client;
    const made = new pg.Client({
      connectionString: databaseUrl,
      application_name: "callbook heartbeat",
      keepAlive: true,
      connectionTimeoutMillis: leaseMs,
      // A beat that takes longer is late anyway, and must not keep the next from trying anew.
      query_timeout: leaseMs,
    });
    made.on("error", () => undefined);
    await made.connect();
    client = made;
    return made;
  };
  const asked = async <T>(work: (db: pg.Client) => Promise<T>): Promise<T> => {
    try {
      return await work(await connected());
    } catch (error) {
      await drop();
      throw error;
    }
  };
  return {
    beat: async ({ isWatching }) => {
      const row = await asked((db) =>
        rowOf<BeatRow>(db, {
          name: "heartbeat",
          text: beatText,
          values: [executorId, isWatching, leaseMs],
        }),
      );
      if (row === null) throw new Error("the heartbeat was not written");
      return { ...row, seenAt: new Date(row.seenAt) };
    },
    remove: async (id) => {
      await asked((db) => changedBy(db, { text: removeText, values: [id] }));
    },
    close: drop,
  };
}

interface BeatRow extends Omit<Beat, "seenAt"> {
  readonly seenAt: string;
}

const beatText = `with mine as (
    insert into process_heartbeat as h (executor_id, since, seen_at, is_watching)
    values ($1, now(), now(), $2)
    on conflict (executor_id) do update set seen_at = clock_timestamp(), is_watching = excluded.is_watching
    returning h.seen_at, h.xmax = 0 as is_first)
  select seen_at as "seenAt", is_first as "isFirst", others.live > 0 as "hasOthers",
    others.watching > 0 as "othersWatch"
  from mine, (select count(*) as live, count(*) filter (where is_watching) as watching
    from process_heartbeat where executor_id <> $1
      and seen_at > now() - $3::int * interval '1 ms') as others`;

// What the process has counted is of nobody in particular from now on, and its turns are over.
const removeText = `with gone as (delete from process_heartbeat where executor_id = $1),
    places as (delete from connection_place where executor_id = $1),
    counts as (delete from run_count where executor_id = $1 returning outcome, runs)
  insert into run_count (executor_id, outcome, runs)
  select '', outcome, runs from counts where $1 <> '' order by outcome
  on conflict (executor_id, outcome) do update set runs = run_count.runs + excluded.runs`;
