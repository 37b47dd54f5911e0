/** How much of the run log is kept, and how old weeks go. */
import type { Pool } from "pg";
import { DAYS_TO_KEEP_SETTING, DEFAULT_DAYS_TO_KEEP, type RunRetention } from "../run-store.ts";
import type { KeptLog, KeptPart } from "../views.ts";
import { dropDue } from "./drop.ts";
import { changedBy, rowOf, rowsOf } from "./query.ts";

export function runRetention(pool: Pool): RunRetention {
  return {
    ensurePartitions: async () => {
      await rowsOf(pool, {
        text: `select run_log_make_week(date_trunc('week', now() at time zone 'UTC')::date + 7 * ahead)
          from generate_series(0, 3) as ahead`,
      });
    },
    readDaysToKeep: async () => {
      const row = await rowOf<{ value: unknown }>(pool, {
        text: "select value from setting where key = $1",
        values: [DAYS_TO_KEEP_SETTING],
      });
      const days = row?.value;
      return typeof days === "number" && days >= 1 ? days : DEFAULT_DAYS_TO_KEEP;
    },
    readKept: async () =>
      keptOf(await rowsOf<SizeRow>(pool, { text: sizes }), await oldestDay(pool)),
    dropDue: (days, signal) => dropDue(pool, days, signal),
    setPinned: async (runId, pinned) =>
      (await changedBy(pool, {
        text: "update run set pinned = $2 where id = $1 and deleted_at is null",
        values: [runId, pinned],
      })) === 1,
  };
}

interface SizeRow extends KeptPart {
  readonly table: string;
  /** null: of a table without partitions; "kept": of what is excepted. */
  readonly week: string | null;
  readonly to: string | null;
}

// Rows as the statistics of the database tell them; after a crash as it last analysed them.
const sizes = `select p.relname as "table", to_char(w.monday, 'YYYY-MM-DD') as week,
    to_char(w.monday + 7, 'YYYY-MM-DD') as "to", pg_total_relation_size(c.oid) as bytes,
    greatest(coalesce(s.n_live_tup, 0), c.reltuples::bigint, 0) as rows
  from pg_class p join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
  left join pg_stat_all_tables s on s.relid = c.oid
  cross join lateral (select case when c.relname ~ '_\\d{8}$'
    then to_date(right(c.relname, 8), 'YYYYMMDD') end as monday) w
  where p.oid = any((select array_agg(to_regclass(name)::oid) from unnest(run_log_tables()) name)::oid[])
  union all
  select 'run', null, null, pg_total_relation_size(c.oid),
    greatest(coalesce(s.n_live_tup, 0), c.reltuples::bigint, 0)
  from pg_class c left join pg_stat_all_tables s on s.relid = c.oid where c.oid = 'run'::regclass`;

async function oldestDay(pool: Pool): Promise<string | null> {
  const row = await rowOf<{ day: string | null }>(pool, {
    text: "select min(run_day) as day from run where run_day >= '2000-01-01'",
  });
  return row?.day ?? null;
}

function keptOf(rows: readonly SizeRow[], oldest: string | null): KeptLog {
  const tables = new Map<string, KeptPart>();
  const weeks = new Map<string, KeptLog["weeks"][number]>();
  let excepted: KeptPart = { bytes: 0, rows: 0 };
  for (const row of rows) {
    const { table, week, to } = row;
    tables.set(table, sum(tables.get(table), row));
    if (week !== null && to !== null)
      weeks.set(week, { from: week, to, ...sum(weeks.get(week), row) });
    else if (table !== "run") excepted = sum(excepted, row);
  }
  const today = new Date().toISOString().slice(0, 10);
  return {
    excepted,
    weeks: [...weeks.values()]
      .filter(({ from, rows: count }) => count > 0 || from <= today)
      .sort((one, other) => (one.from < other.from ? -1 : 1)),
    tables: [...tables].map(([table, part]) => ({ table, ...part })),
    bytes: rows.reduce((bytes, row) => bytes + row.bytes, 0),
    oldestDay: oldest,
  };
}

function sum(one: KeptPart | undefined, { bytes, rows }: KeptPart): KeptPart {
  return { bytes: (one?.bytes ?? 0) + bytes, rows: (one?.rows ?? 0) + rows };
}
