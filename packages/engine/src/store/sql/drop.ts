/**
 * Drops weeks of the run log while work goes on. What stays is moved out of the way in small
 * transactions, the rows of runs are deleted in small batches, and a partition is detached without
 * holding anybody (DETACH ... CONCURRENTLY), and dropped when nobody can have it any more.
 */
import type { Pool, PoolClient } from "pg";
import { KEPT_DAY } from "../day.ts";
import type { Dropped } from "../views.ts";
import { changedBy, type Queryable, rowOf, rowsOf, type Sql } from "./query.ts";

/** Moved or deleted in one transaction; small enough that nobody notices the locks. */
const movedAtOnce = 20;
const deletedAtOnce = 500;
/** How long the end of other transactions is waited for; nobody is held meanwhile. */
const patience = "2s";

export async function dropDue(
  pool: Pool,
  days: number,
  signal?: AbortSignal,
): Promise<Dropped | null> {
  // A session of its own: its lock lasts over many transactions, and its settings are nobody else's.
  const client = await pool.connect();
  try {
    const taken = await rowOf<{ mine: boolean }>(client, {
      text: "select pg_try_advisory_lock(hashtext('run_log_retention')) as mine",
    });
    if (taken?.mine !== true) return null;
    await client.query(`set lock_timeout = '${patience}'`);
    return await dropAll(client, days, signal);
  } finally {
    // Ending the session gives the lock back whatever went wrong, but not at once.
    await client.query("select pg_advisory_unlock_all()").catch(() => undefined);
    client.release(true);
  }
}

async function dropAll(client: PoolClient, days: number, signal?: AbortSignal): Promise<Dropped> {
  const weeks: string[] = [];
  const held: string[] = [];
  let excepted = 0;
  await dropLeftovers(client);
  const tables = await namesOfTables(client);
  let runs = await deleteKept(client, { tables, days, signal });
  for (const monday of await dueWeeks(client, days)) {
    const week = { monday, tables, days, signal };
    excepted += await moveExcepted(client, week);
    runs += await deleteRuns(client, week);
    if (signal?.aborted === true) break;
    const isEmpty = await hasNoRuns(client, monday);
    if (isEmpty && (await dropWeek(client, monday))) weeks.push(monday);
    else held.push(monday);
  }
  return { weeks, runs, excepted, held };
}

interface Due {
  /** That are partitioned. */
  readonly tables: readonly string[];
  readonly days: number;
  readonly signal: AbortSignal | undefined;
}

interface DueWeek extends Due {
  readonly monday: string;
}

async function namesOfTables(db: Queryable): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(db, {
    text: "select unnest(run_log_tables()) as name",
  });
  return rows.map(({ name }) => name);
}

/** Mondays of the weeks that have partitions and lie wholly more than `days` days back. */
async function dueWeeks(db: Queryable, days: number): Promise<readonly string[]> {
  const rows = await rowsOf<{ monday: string }>(db, {
    text: `select distinct to_date(right(c.relname, 8), 'YYYYMMDD') as monday
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = any(${parents}) and c.relname ~ '_\\d{8}$'
        and to_date(right(c.relname, 8), 'YYYYMMDD') + 7 <= (now() at time zone 'UTC')::date - $1::int
      order by monday`,
    values: [days],
  });
  return rows.map(({ monday }) => monday);
}

const parents =
  "(select array_agg(to_regclass(name)::oid) from unnest(run_log_tables()) name)::oid[]";
const inWeek = "run_day >= $1::date and run_day < $1::date + 7";

/** It has ended, is not pinned, and ended long enough ago. `$2` is the days to keep. */
const isOver =
  "outcome is not null and not pinned and finished_at < now() - make_interval(days => $2::int)";

/**
 * Runs that wait, are queued, are pinned or have only lately ended: they and their rows get the day of
 * what is kept. Nobody has them, their rows are locked, and the raised epoch refuses whoever loaded
 * them before.
 */
async function moveExcepted(
  client: PoolClient,
  { monday, tables, days, signal }: DueWeek,
): Promise<number> {
  for (let moved = 0; ; ) {
    const count = await inTransaction(client, async () => {
      const ids = await lockedRuns(client, {
        text: `select id from run where ${inWeek} and executor_id is null and not (${isOver})
          order by id limit ${movedAtOnce} for update skip locked`,
        values: [monday, days],
      });
      for (const name of ids.length === 0 ? [] : tables)
        await changedBy(client, {
          text: `update ${name} set run_day = '${KEPT_DAY}' where ${inWeek} and run_id = any($2::bigint[])`,
          values: [monday, ids],
        });
      return changedBy(client, {
        text: `update run set run_day = '${KEPT_DAY}', epoch = epoch + 1 where id = any($1::bigint[])`,
        values: [ids],
      });
    });
    moved += count;
    if (count < movedAtOnce || signal?.aborted === true) return moved;
  }
}

/** Runs that were excepted and are over now for as long as any other, row by row. */
async function deleteKept(client: PoolClient, { tables, days, signal }: Due): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await inTransaction(client, async () => {
      const ids = await lockedRuns(client, {
        text: `select id from run where run_day = $1::date and ${isOver}
          order by id limit ${movedAtOnce} for update skip locked`,
        values: [KEPT_DAY, days],
      });
      for (const name of ids.length === 0 ? [] : tables)
        await changedBy(client, {
          text: `delete from ${name} where run_day = $1::date and run_id = any($2::bigint[])`,
          values: [KEPT_DAY, ids],
        });
      return deleteAndCount(client, { text: "id = any($1::bigint[])", values: [ids] });
    });
    deleted += count;
    if (count < movedAtOnce || signal?.aborted === true) return deleted;
  }
}

async function deleteRuns(db: Queryable, { monday, days, signal }: DueWeek): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await deleteAndCount(db, {
      text: `id in (select id from run where ${inWeek} and ${isOver}
        limit ${deletedAtOnce} for update skip locked)`,
      values: [monday, days],
    });
    deleted += count;
    if (count < deletedAtOnce || signal?.aborted === true) return deleted;
  }
}

async function lockedRuns(db: Queryable, sql: Sql): Promise<readonly number[]> {
  return (await rowsOf<{ id: number }>(db, sql)).map(({ id }) => id);
}

/** Deletes the runs of a condition, which are counted no more. Gives how many. */
async function deleteAndCount(db: Queryable, { text, values = [] }: Sql): Promise<number> {
  const row = await rowOf<{ runs: number }>(db, {
    text: `with gone as (delete from run where ${text} returning outcome, deleted_at),
      counted as (insert into run_count (executor_id, outcome, runs)
        select '', outcome, -count(*) from gone where deleted_at is null group by outcome order by outcome
        on conflict (executor_id, outcome) do update set runs = run_count.runs + excluded.runs)
      select count(*) as runs from gone`,
    values,
  });
  return row?.runs ?? 0;
}

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const answer = await work();
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function hasNoRuns(db: Queryable, monday: string): Promise<boolean> {
  const row = await rowOf<{ any: boolean }>(db, {
    text: `select exists (select 1 from run where ${inWeek}) as any`,
    values: [monday],
  });
  return row?.any === false;
}

/** False: a partition could not be had in time; what was begun is finished the next time. */
async function dropWeek(db: Queryable, monday: string): Promise<boolean> {
  const tables = await rowsOf<{ parent: string; part: string }>(db, {
    text: `select p.relname as parent, c.relname as part
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where i.inhparent = any(${parents}) and right(c.relname, 9) = '_' || to_char($1::date, 'YYYYMMDD')`,
    values: [monday],
  });
  for (const { parent, part } of tables) {
    const statements = [
      `alter table ${parent} detach partition ${part} concurrently`,
      `drop table ${part}`,
    ];
    for (const text of statements) if (!(await isDone(db, text))) return false;
  }
  return true;
}

/** What a process that died, or ran out of patience, has begun. */
async function dropLeftovers(db: Queryable): Promise<void> {
  const pending = await rowsOf<{ parent: string; part: string }>(db, {
    text: `select p.relname as parent, c.relname as part
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where i.inhdetachpending and i.inhparent = any(${parents})`,
  });
  for (const { parent, part } of pending)
    await isDone(db, `alter table ${parent} detach partition ${part} finalize`);
  const detached = await rowsOf<{ part: string }>(db, {
    text: `select c.relname as part from pg_class c, unnest(run_log_tables()) as name
      where c.relkind = 'r' and not c.relispartition and pg_table_is_visible(c.oid)
        and c.relname ~ ('^' || name || '_\\d{8}$')`,
  });
  for (const { part } of detached) await isDone(db, `drop table ${part}`);
}

const lockNotAvailable = "55P03";

async function isDone(db: Queryable, text: string): Promise<boolean> {
  try {
    await changedBy(db, { text });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === lockNotAvailable) return false;
    throw error;
  }
}
