/**
 * What comes from outside for a run. The row of the run is locked first and changed in any case, so
 * that an owner that lets go at the same moment either sees the inbox row or leaves a run that this
 * statement queues.
 */
import { type Json, parseExactly } from "@callbook/core/json";
import type { BlockPath, Slot } from "@callbook/core/log";
import type { Pool } from "pg";
import { KEPT_DAY, placeOfWait } from "../day.ts";
import type { AuditNote, CallbackAnswer, InboxMessage, RunKey } from "../rows.ts";
import type { Arrival, Delivery, FoundWait, RunInbox } from "../run-store.ts";
import { changedBy, rowOf, rowsOf, type Sql } from "./query.ts";
import { type Week, weekOf } from "./week.ts";

/** `run` is queued when nobody has it. */
const queued = `update run r set
      state = case when r.executor_id is null and r.state = 'waiting' then 'queued' else r.state end`;

const kept = `date '${KEPT_DAY}'`;

export function runInbox(pool: Pool): RunInbox {
  return {
    findWait: async (waitId) => {
      const place = placeOfWait(waitId);
      if (place === null) return null;
      const sql = place === "anywhere" ? findAnywhere(waitId) : findOn(waitId, place.day);
      const row = await rowOf<FoundRow>(pool, sql);
      if (row === null) return null;
      const { run, day: runDay, ...wait } = row;
      return { ...wait, run: { id: run, day: runDay } };
    },
    consumeWait: (wait, delivery) => {
      const week = weekOf(wait.run.day);
      return rowOf<Arrival>(pool, {
        name: `consume wait ${week.name}`,
        text: consumeText(week),
        values: [wait.id, wait.run.id, wait.run.day, ...deliveryValues(delivery)],
      });
    },
    keepDelivery: async (wait, delivery, answered, outcome) => {
      await changedBy(pool, {
        text: `insert into callback_delivery (run_day, run_id, wait_id, method, headers, body, body_hash, view,
            answered, outcome)
          select r.run_day, r.id, $1, $3, $4, $5, $6, $7, $8, $9 from run r where r.id = $2`,
        values: [wait.id, wait.run.id, ...deliveryValues(delivery), answered, outcome],
      });
    },
    expireWaits: async (limit) => {
      const rows = await rowsOf<ExpiredRow>(pool, {
        name: "expire waits",
        text: expireText,
        values: [limit],
      });
      const [first] = rows;
      const arrivals = rows.flatMap(({ runId, owner }) =>
        runId === null ? [] : [{ runId, owner }],
      );
      return { arrivals, ended: first?.ended ?? 0 };
    },
    requestCancel: (runId, { userId, name }, note) =>
      rowOf<Arrival>(pool, {
        text: `with r as (${queued}, cancel_requested = $2
            where r.id = $1 and r.finished_at is null returning r.id, r.run_day, r.executor_id),
          row as (insert into run_inbox (run_day, run_id, kind, payload)
            select run_day, id, 'cancel', jsonb_build_object('by', $3::text) from r),
          note as (insert into audit_entry (user_id, action, subject_kind, subject_id, site_id, detail)
            select $4, $5::text, 'run', id::text, $6::int, $7::jsonb from r where $5::text is not null)
          select id as "runId", executor_id as owner from r`,
        values: [runId, userId, name, ...noteValues(note)],
      }),
    takeOfEnded: () =>
      changedBy(pool, {
        name: "take of ended",
        text: `update run_inbox i set taken_at = now() from run r
          where i.taken_at is null and r.id = i.run_id and r.finished_at is not null`,
      }),
    readInbox: async (runs, known = []) => {
      const byDay = Map.groupBy(runs, ({ day }) => day);
      const rows = await Promise.all(
        [...byDay].map(([day, keys]) => rowsOf<InboxLine>(pool, readOn(day, keys, known))),
      );
      return rows.flat().flatMap((row) => {
        const message = messageOf(row);
        return message === null
          ? []
          : [{ id: String(row.id), runId: row.run, arrivedAt: row.arrived, message }];
      });
    },
  };
}

function noteValues(note: AuditNote | undefined): readonly (string | number | null)[] {
  if (note === undefined) return [null, null, null, null];
  return [note.userId, note.action, note.siteId, JSON.stringify(note.detail)];
}

interface FoundRow extends Omit<FoundWait, "run"> {
  readonly run: number;
  readonly day: string;
}

/** `planned` narrows the action runs to the day of the wait's run. The slot of an execution names its app run. */
const foundColumns = (planned: string) => `id, run_id as run, run_day as day, state,
  token_hash as "tokenHash", deadline <= now() as "isOverdue",
  (select (each->>'connectionId')::int from action_run a, jsonb_array_elements(a.plan->'appRuns') each
    where ${planned} and a.run_day = w.run_day and a.run_id = w.run_id and a.path = w.path
      and each->>'appRunId' = split_part(w.slot, '/', 1) limit 1) as "connectionId"`;

function findOn(waitId: string, day: string): Sql {
  const week = weekOf(day);
  return {
    name: `find wait ${week.name}`,
    text: `select ${foundColumns(onDay("a.run_day", "$2", week))} from wait w
      where id = $1 and ${onDay("run_day", "$2", week)}`,
    values: [waitId, day],
  };
}

/** The day of the wait is that of the run, or the run has been excepted from retention since. */
function onDay(column: string, parameter: string, week: Week): string {
  return `(${column} = ${parameter}::date and ${week.holds(column)} or ${column} = ${kept})`;
}

/** Of version 1, whose ids do not tell where they lie. */
function findAnywhere(waitId: string): Sql {
  return { text: `select ${foundColumns("true")} from wait w where id = $1`, values: [waitId] };
}

function deliveryValues({ method, headers, body, bodyHash, view }: Delivery): readonly unknown[] {
  return [method, JSON.stringify(headers), body, bodyHash, view];
}

const consumeText = (week: Week) => `with r as (${queued} from wait w
      where ${onDay("w.run_day", "$3", week)} and w.run_id = $2 and w.id = $1 and w.state = 'open'
        and r.id = $2 and r.finished_at is null
      returning r.id, r.executor_id),
    ended as (update wait w set state = 'satisfied', ended_at = greatest(now(), w.created_at) from r
      where ${onDay("w.run_day", "$3", week)} and w.run_id = r.id and w.id = $1 and w.state = 'open'
        and w.deadline > now()
      returning w.run_day, w.run_id, w.id, w.path, w.slot),
    arrived as (insert into callback_delivery (run_day, run_id, wait_id, answered, outcome, method, headers,
        body, body_hash, view)
      select run_day, run_id, id, 202, 'accepted', $4, $5, $6, $7, $8 from ended returning id),
    row as (insert into run_inbox (run_day, run_id, kind, payload)
      select ended.run_day, ended.run_id, 'callback', jsonb_build_object('waitId', ended.id,
        'path', ended.path, 'slot', ended.slot, 'deliveryId', arrived.id::text)
      from ended, arrived returning run_id)
    select r.id as "runId", r.executor_id as owner from row join r on r.id = row.run_id`;

interface ExpiredRow {
  /** null: none of the waits that ended is of a run that goes on. */
  readonly runId: number | null;
  readonly owner: string | null;
  readonly ended: number;
}

// Waits of a run that has ended, or is gone, are closed: nobody would take what came of them, and left
// open they would stand before all others for ever.
const expireText = `with due as (select id, run_day, run_id from wait
      where state = 'open' and deadline <= now() order by deadline limit $1),
    locked as (select id, finished_at from run where id in (select run_id from due) order by id for update),
    r as (${queued} from locked where r.id = locked.id and locked.finished_at is null
      returning r.id, r.executor_id),
    closed as (update wait w set state = 'closed', ended_at = greatest(now(), w.created_at) from due
      where w.run_day = due.run_day and w.run_id = due.run_id and w.id = due.id and w.state = 'open'
        and not exists (select 1 from locked where locked.id = due.run_id and locked.finished_at is null)
      returning w.id),
    ended as (update wait w set state = 'expired', ended_at = greatest(now(), w.created_at) from due, r
      where w.run_day = due.run_day and w.run_id = due.run_id and w.id = due.id and r.id = due.run_id
        and w.state = 'open'
      returning w.run_day, w.run_id, w.id, w.path, w.slot),
    row as (insert into run_inbox (run_day, run_id, kind, payload)
      select run_day, run_id, 'timeout', jsonb_build_object('waitId', id, 'path', path, 'slot', slot)
      from ended returning run_id)
    select r.id as "runId", r.executor_id as owner, counted.ended
    from (select (select count(*) from ended) + (select count(*) from closed) as ended) as counted
      left join r on r.id in (select run_id from row)`;

/** An old key of a run that was excepted since finds nothing; whoever has it is fenced anyway. */
function readOn(day: string, runs: readonly RunKey[], known: readonly string[]): Sql {
  const week = weekOf(day);
  return {
    name: `read inbox ${week.name}`,
    text: readText(week),
    values: [day, runs.map(({ id }) => id), known],
  };
}

const readText = (
  week: Week,
) => `select i.id, i.run_id as run, i.created_at as arrived, i.kind, i.payload, d.*
    from run_inbox i
    left join lateral (select d.id as delivery, d.received_at as received, d.answered, d.headers, d.view, d.body,
        (select count(*)::int from callback_delivery c
          where c.run_day = $1 and ${week.holds("c.run_day")} and c.run_id = i.run_id and c.wait_id = d.wait_id) as attempts
      from callback_delivery d
      where d.run_day = $1 and ${week.holds("d.run_day")} and d.run_id = i.run_id and d.id = (i.payload->>'deliveryId')::bigint
      limit 1) d on true
    where i.run_day = $1 and ${week.holds("i.run_day")} and i.run_id = any($2::bigint[]) and i.taken_at is null
      and i.id <> all($3::bigint[])
    order by i.id`;

interface InboxLine {
  readonly id: number;
  readonly run: number;
  readonly arrived: string;
  readonly kind: string;
  readonly payload: {
    readonly waitId?: string;
    readonly path?: BlockPath;
    readonly slot?: Slot;
    readonly by?: string;
  };
  /** null, and with it the rest: no delivery belongs to it. */
  readonly delivery: number | null;
  readonly received: string;
  readonly answered: number;
  readonly headers: string;
  readonly view: string | null;
  readonly body: Buffer;
  readonly attempts: number;
}

function messageOf(row: InboxLine): InboxMessage | null {
  const { waitId, path, slot, by = "" } = row.payload;
  if (row.kind === "cancel") return { kind: "cancel", by };
  if (waitId === undefined || path === undefined || slot === undefined) return null;
  if (row.kind === "timeout") return { kind: "timeout", waitId, path, slot };
  if (row.kind !== "callback" || row.delivery === null) return null;
  const headers: Readonly<Record<string, string>> = JSON.parse(row.headers);
  const view: Json = row.view === null ? null : parseExactly(row.view);
  const answer: CallbackAnswer = {
    deliveryId: String(row.delivery),
    receivedAt: row.received,
    answered: row.answered,
    headers,
    view,
    text: row.body.toString("utf8"),
    size: row.body.length,
    attempts: row.attempts,
  };
  return { kind: "callback", waitId, path, slot, answer };
}
