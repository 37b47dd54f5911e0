/**
 * Fills a database with finished runs: each is a copy of one that the product has really performed,
 * with numbers, times and week of its own. One statement a table, so that a million take minutes.
 */
import type { ClientBase } from "pg";

export interface Seeding {
  readonly count: number;
  /** The runs are spread evenly from so many days ago until so many days ago. */
  readonly fromDaysAgo: number;
  readonly toDaysAgo: number;
  /** Playbooks with published revisions; the first ones get most of the runs. */
  readonly playbooks: readonly Seeded[];
}

export interface Seeded {
  readonly playbookId: number;
  /** A finished run, of which those of this playbook are copies. */
  readonly templateId: number;
}

/** Numbers of action runs and app runs that the templates must have, so that they are found in texts. */
const firstOfTemplates = 7_000_000_001;
const firstAction = 1_000_000_000;
const atOnce = 50_000;

/** Makes the numbers of the next runs such that their copies can be told from them. */
export async function prepareTemplates(db: ClientBase): Promise<void> {
  await db.query("select setval('action_run_id_seq', $1, false)", [firstOfTemplates]);
}

/** Copies the templates. Older runs have lower numbers, if older ones are seeded first. */
export async function seedRuns(db: ClientBase, seeding: Seeding): Promise<void> {
  const { count, playbooks } = seeding;
  await db.query("set synchronous_commit = off");
  await db.query(
    `create temp table if not exists copied (id bigint primary key, template bigint, playbook int, revision int,
       site int, at timestamptz, day date, outcome text,
       old_act bigint, act bigint)`,
  );
  await db.query(
    `select run_log_make_week(week::date) from generate_series(
       date_trunc('week', now() at time zone 'UTC' - make_interval(days => $1)),
       now() at time zone 'UTC', interval '7 days') week`,
    [Math.ceil(seeding.fromDaysAgo)],
  );
  const first = await numbersFrom(db, count);
  for (let from = 0; from < count; from += atOnce) {
    await db.query("truncate copied");
    await db.query(chosen, [
      first,
      from,
      Math.min(from + atOnce, count),
      seeding.fromDaysAgo,
      (seeding.fromDaysAgo - seeding.toDaysAgo) / count,
      playbooks.map(({ playbookId }) => playbookId),
      playbooks.map(({ templateId }) => templateId),
    ]);
    for (const statement of copies) await db.query(statement);
  }
  await db.query("drop table copied");
  await db.query("vacuum (analyze)");
  await db.query("checkpoint");
}

/** The first of so many numbers for runs, which nobody else gets. */
async function numbersFrom(db: ClientBase, count: number): Promise<number> {
  const found = await db.query<{ next: string }>("select nextval('run_id_seq') as next");
  const first = Number(found.rows[0]?.next);
  await db.query("select setval('run_id_seq', $1)", [first + count]);
  return first;
}

// Three of four runs belong to the first fifth of the playbooks. A run ended a moment ago at the latest.
const chosen = `insert into copied
  select $1::bigint + n, t.id, p.id, p.published_revision_id, p.site_id, w.at,
    (w.at at time zone 'UTC')::date, t.outcome, a.id, ${firstAction} + 2 * ($1::bigint + n)
  from generate_series($2::bigint, $3::bigint - 1) n
  cross join lateral (select 1 + floor(
    cardinality($6::int[]) * power((n * 7919 % 10007) / 10007.0, 5.6))::int as number) place
  join playbook p on p.id = ($6::int[])[place.number]
  join run t on t.id = ($7::bigint[])[place.number]
  cross join lateral (
    select min(a.id) as id from action_run a where a.run_day = t.run_day and a.run_id = t.id) a
  cross join lateral (select date_trunc('milliseconds', now() - interval '1 minute'
    - ($4::float8 - n * $5::float8) * interval '1 day') as at) w`;

/** A column of text in which the template's numbers are the copy's. */
function renumbered(column: string): string {
  return `replace(replace(${column}, c.old_act::text, c.act::text), (c.old_act + 1)::text, (c.act + 1)::text)`;
}

const fromTemplate = (table: string): string =>
  `from copied c join run t on t.id = c.template
   join ${table} x on x.run_day = t.run_day and x.run_id = t.id`;

const copies: readonly string[] = [
  `insert into run (id, run_day, playbook_id, revision_id, site_id, test_run, acting_user_id, started_by,
     state, outcome, handled_failures, failure_code, failure_message, epoch, head_seq, queued_at, started_at,
     finished_at)
   select c.id, c.day, c.playbook, c.revision, c.site, c.id % 50 = 0, t.acting_user_id, t.started_by, t.state,
     t.outcome, t.handled_failures, t.failure_code, t.failure_message, t.epoch, t.head_seq, c.at, c.at,
     c.at + (t.finished_at - t.started_at)
   from copied c join run t on t.id = c.template`,
  `insert into run_body (run_day, run_id, part, body)
   select c.day, c.id, x.part, x.body ${fromTemplate("run_body")}`,
  `insert into run_event (run_day, run_id, first_seq, last_seq, at, events)
   select c.day, c.id, x.first_seq, x.last_seq, c.at + (x.at - t.started_at), ${renumbered("x.events")}
   ${fromTemplate("run_event")}`,
  `insert into action_run (run_day, run_id, id, path, block_id, name, command, handle, plan, started_at)
   select c.day, c.id, c.act, x.path, x.block_id, x.name, x.command, x.handle,
     ${renumbered("x.plan::text")}::jsonb, c.at + (x.started_at - t.started_at)
   ${fromTemplate("action_run")}`,
  `insert into block_result (run_day, run_id, path, slot, attempt, connection_id, status, status_code, message,
     summary, error, trace, data, raw, size, started_at, finished_at)
   select c.day, c.id, x.path, ${renumbered("x.slot")}, x.attempt, x.connection_id, x.status, x.status_code,
     x.message, x.summary, x.error, x.trace, x.data, x.raw, x.size, c.at + (x.started_at - t.started_at),
     c.at + (x.finished_at - t.started_at)
   ${fromTemplate("block_result")}`,
  `insert into run_count (executor_id, outcome, runs)
   select '', outcome, count(*) from copied group by outcome
   on conflict (executor_id, outcome) do update set runs = run_count.runs + excluded.runs`,
];
