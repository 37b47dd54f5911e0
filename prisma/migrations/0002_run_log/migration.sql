-- The run log: slim runs, their log in tables that are partitioned by the week in which the run
-- started, one row an append. Only packages/engine/src/store reads and writes these tables; Prisma
-- cannot say partitions, partial indexes and storage, so that this is written by hand.

-- ---------------------------------------------------------------- what was there, by another name
alter table run rename to run_1;
alter table run_event rename to run_event_1;
alter table run_inbox rename to run_inbox_1;
alter table action_run rename to action_run_1;
alter table run_log rename to run_log_1;
alter table wait rename to wait_1;
alter table callback_delivery rename to callback_delivery_1;
alter index run_pkey rename to run_1_pkey;
alter index run_event_pkey rename to run_event_1_pkey;
alter index run_inbox_pkey rename to run_inbox_1_pkey;
alter index action_run_pkey rename to action_run_1_pkey;
alter index run_log_pkey rename to run_log_1_pkey;
alter index wait_pkey rename to wait_1_pkey;
alter index callback_delivery_pkey rename to callback_delivery_1_pkey;
alter table run_1 drop constraint run_playbook_id_fkey, drop constraint run_revision_id_fkey;

-- Ids go on where they were, and beyond 2^31.
alter sequence run_id_seq owned by none;
alter sequence action_run_id_seq owned by none;
alter sequence run_inbox_id_seq owned by none;
alter sequence callback_delivery_id_seq owned by none;
alter sequence run_id_seq as bigint;
alter sequence action_run_id_seq as bigint;

-- ---------------------------------------------------------------- runs

-- The truth about a run. state: queued | running | waiting | succeeded | failed | cancelled.
-- While a run is performed its row is updated with each append, in place: half of a page is left for that
-- (measured: with less, runs that go on together find no room in it), and no index holds a column
-- that an append changes. state and executor_id change when somebody takes the run or lets it go.
create table run (
  id               bigint not null primary key,
  run_day          date not null, -- in UTC; where its log lies. Before 2000: excepted from retention
  playbook_id      integer not null,
  revision_id      integer not null,
  site_id          integer not null,
  test_run         boolean not null, -- of a draft
  acting_user_id   text not null,
  started_by       text not null,
  state            text not null,
  outcome          text, -- succeeded | failed | cancelled once it has ended
  handled_failures integer not null default 0,
  failure_code     text,
  failure_message  text, -- at most 200 characters; the whole failure is in run_body
  epoch            integer not null default 0, -- raised at each opening; an append with an older one is refused
  executor_id      text,
  head_seq         integer not null default 0,
  silent_openings  integer not null default 0, -- openings without a new event
  cancel_requested text, -- user id
  request_key      text, -- Idempotency-Key of the starter
  pinned           boolean not null default false, -- excepted from retention
  queued_at        timestamptz(3) not null default now(),
  started_at       timestamptz(3),
  finished_at      timestamptz(3),
  deleted_at       timestamptz(3),
  constraint run_playbook_id_fkey foreign key (playbook_id) references playbook (id) on update cascade,
  constraint run_revision_id_fkey foreign key (revision_id) references revision (id) on update cascade
) with (fillfactor = 50);

-- ---------------------------------------------------------------- the log of runs

-- JSON that is only read whole lies as text: it is neither parsed nor changed on its way in.
create table run_body (
  run_day date not null,
  run_id  bigint not null,
  part    text collate "C" not null, -- inputs | outputs | failure; none where there is nothing to say
  body    text not null,
  primary key (run_day, run_id, part)
) partition by range (run_day);

-- One row an append: the events from first_seq to last_seq, all of one time, as a JSON list.
create table run_event (
  run_day   date not null,
  run_id    bigint not null,
  first_seq integer not null,
  last_seq  integer not null,
  at        timestamptz(3) not null,
  events    text not null,
  primary key (run_day, run_id, first_seq)
) partition by range (run_day);

-- One pass of a block that a runner performs. Its id is the action_run_id.
create table action_run (
  run_day    date not null,
  run_id     bigint not null,
  id         bigint not null,
  path       text collate "C" not null,
  block_id   text not null,
  name       text not null, -- the block's name
  command    text not null,
  handle     text, -- at most 64 KiB
  plan       jsonb not null,
  started_at timestamptz(3) not null,
  primary key (run_day, run_id, id)
) partition by range (run_day);
create index action_run_id_idx on action_run (id);

-- What a block stored: the outcome of an execution, the ids that a filter kept, a text, values.
create table block_result (
  run_day       date not null,
  run_id        bigint not null,
  path          text collate "C" not null,
  slot          text collate "C" not null,
  attempt       integer not null,
  connection_id integer, -- null: it has to do with no connection
  status        text not null, -- success | failed
  status_code   integer,
  message       text not null,
  summary       text not null, -- JSON
  error         text, -- JSON: {class, failureIndicator, statusCode, message, ...} when failed
  trace         text not null, -- JSON: the steps with their durations
  data          bytea not null, -- packed: the value
  raw           bytea not null, -- packed: status, headers, scrubbed body as received
  size          bigint not null, -- bytes of the decoded body
  started_at    timestamptz(3) not null,
  finished_at   timestamptz(3) not null,
  primary key (run_day, run_id, path, slot, attempt)
) partition by range (run_day);
-- Both are deflated already.
alter table block_result alter column data set storage external, alter column raw set storage external;

-- A line written by a block, apart from its event because text may be long.
create table run_log (
  run_day  date not null,
  run_id   bigint not null,
  seq      integer not null, -- of the event that names it
  line     integer not null, -- its place among that event's lines
  path     text collate "C" not null,
  block_id text not null,
  level    text not null,
  text     text not null,
  at       timestamptz(3) not null,
  primary key (run_day, run_id, seq, line)
) partition by range (run_day);

-- Something that a run waits for. Written before the request leaves.
-- state: open | satisfied | expired | closed (outbound failed, run ended or cancelled).
create table wait (
  run_day         date not null,
  run_id          bigint not null,
  id              text collate "C" not null,
  path            text collate "C" not null,
  slot            text collate "C" not null,
  attempt         integer not null,
  block_id        text not null,
  kind            text not null, -- callback | delay
  token_hash      bytea, -- null: nobody answers from outside
  deadline        timestamptz(3) not null,
  state           text not null,
  outbound_status integer, -- of the answer to the request; null: it may still be in flight
  site_id         integer not null,
  created_at      timestamptz(3) not null default now(),
  ended_at        timestamptz(3),
  primary key (run_day, run_id, id)
) partition by range (run_day);
create index wait_id_idx on wait (id);
create index wait_open_deadline_idx on wait (deadline) where state = 'open';

-- Every arrival at a callback URL of a known wait, with what was answered.
create table callback_delivery (
  run_day     date not null,
  run_id      bigint not null,
  id          bigint not null default nextval('callback_delivery_id_seq'),
  wait_id     text collate "C" not null,
  received_at timestamptz(3) not null default now(),
  method      text not null,
  answered    integer not null,
  outcome     text not null, -- accepted | late | refused: <why>
  headers     text not null, -- JSON; allow-list only
  body        bytea not null,
  body_hash   bytea not null,
  view        text, -- JSON: the parsed payload, sanitised
  primary key (run_day, run_id, id)
) partition by range (run_day);

-- What came from outside for a run: callback, timeout, cancel. The run's owner turns it into events.
create table run_inbox (
  run_day    date not null,
  run_id     bigint not null,
  id         bigint not null default nextval('run_inbox_id_seq'),
  kind       text not null, -- callback | timeout | cancel
  payload    jsonb not null, -- {waitId, path, slot, deliveryId} or {by}
  created_at timestamptz(3) not null default now(),
  taken_at   timestamptz(3),
  primary key (run_day, run_id, id)
) partition by range (run_day);
create index run_inbox_untaken_idx on run_inbox (run_id) where taken_at is null;

alter sequence run_inbox_id_seq owned by run_inbox.id;
alter sequence callback_delivery_id_seq owned by callback_delivery.id;

-- ---------------------------------------------------------------- partitions

create function run_log_tables() returns text[] language sql immutable as $$
  select array['run_body', 'run_event', 'action_run', 'block_result', 'run_log', 'wait',
    'callback_delivery', 'run_inbox']
$$;

-- Makes the partitions of a week where they are missing; several processes may call it at once.
-- Attached and not created in place: that would hold everybody who writes.
create function run_log_make_week(monday date) returns void language plpgsql as $$
declare
  parent text;
  part text;
begin
  perform pg_advisory_xact_lock(hashtext('run_log_make_week'));
  foreach parent in array run_log_tables() loop
    part := parent || '_' || to_char(monday, 'YYYYMMDD');
    if to_regclass(quote_ident(part)) is null then
      execute format('create table %I (like %I including all)', part, parent);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)',
        parent, part, monday, monday + 7);
    end if;
  end loop;
end
$$;

-- What is excepted from retention has its day set to 1970-01-01 and so comes to lie here. There is
-- no default partition, since with one no other can be detached while work goes on.
do $$
declare
  parent text;
begin
  foreach parent in array run_log_tables() loop
    execute format('create table %I partition of %I for values from (minvalue) to (%L)',
      parent || '_kept', parent, '2000-01-01');
  end loop;
end
$$;

-- This week, the three to come, and every week of which there are runs.
select run_log_make_week(week) from (
  select (date_trunc('week', now() at time zone 'UTC')::date + 7 * ahead) as week
  from generate_series(0, 3) as ahead
  union
  select distinct date_trunc('week', coalesce(started_at, queued_at) at time zone 'UTC')::date from run_1
) as weeks;

-- ---------------------------------------------------------------- what there was

insert into run (id, run_day, playbook_id, revision_id, site_id, test_run, acting_user_id, started_by,
  state, outcome, handled_failures, failure_code, failure_message, epoch, executor_id, head_seq,
  silent_openings, cancel_requested, request_key, queued_at, started_at, finished_at, deleted_at)
select id, (coalesce(started_at, queued_at) at time zone 'UTC')::date, playbook_id, revision_id, site_id,
  test_run, acting_user_id, started_by, state,
  case when finished_at is null then null else state end, handled_failures,
  failure->>'code', left(failure->>'message', 200), epoch, executor_id, head_seq, silent_openings,
  cancel_requested, request_key, queued_at, started_at, finished_at, deleted_at
from run_1 order by id;

insert into run_body (run_day, run_id, part, body)
select r.run_day, r.id, each.part, each.body::text
from run_1 o join run r on r.id = o.id
cross join lateral (values ('inputs', nullif(o.inputs, '{}')), ('outputs', o.outputs), ('failure', o.failure))
  as each (part, body)
where each.body is not null;

-- Events that follow each other and have one time were one append.
insert into run_event (run_day, run_id, first_seq, last_seq, at, events)
select r.run_day, e.run_id, min(e.seq), max(e.seq), e.at,
  '[' || string_agg(e.event::text, ',' order by e.seq) || ']'
from (select run_id, seq, at, event, seq - row_number() over (partition by run_id, at order by seq) as island
  from run_event_1) e
join run r on r.id = e.run_id
group by r.run_day, e.run_id, e.at, e.island;

insert into action_run (run_day, run_id, id, path, block_id, name, command, handle, plan, started_at)
select r.run_day, a.run_id, a.id, a.path, a.block_id, a.name, a.command, a.handle,
  jsonb_build_object('parameters', a.parameters, 'appRuns', a.app_runs), a.started_at
from action_run_1 a join run r on r.id = a.run_id;

insert into block_result (run_day, run_id, path, slot, attempt, connection_id, status, status_code, message,
  summary, error, trace, data, raw, size, started_at, finished_at)
select r.run_day, x.run_id, a.path, x.app_run_id || '/' || x.parameter_index, 1, x.connection_id, x.status,
  x.status_code, x.message, x.summary::text, x.error::text, x.trace::text, x.data, x.raw, x.size,
  x.started_at, x.finished_at
from action_result x join action_run_1 a on a.id = x.action_run_id join run r on r.id = x.run_id;

-- A block had one pass, whose path is its id, and its event one line.
insert into run_log (run_day, run_id, seq, line, path, block_id, level, text, at)
select r.run_day, l.run_id, l.seq, 0, l.block_id, l.block_id, l.level, l.text, l.at
from run_log_1 l join run r on r.id = l.run_id;

insert into wait (run_day, run_id, id, path, slot, attempt, block_id, kind, token_hash, deadline, state,
  outbound_status, site_id, created_at, ended_at)
select r.run_day, w.run_id, w.id, w.path, w.app_run_id || '/' || w.parameter_index, 1, w.block_id, w.kind,
  w.token_hash, w.deadline, w.state, w.outbound_status, w.site_id, w.created_at, w.ended_at
from wait_1 w join run r on r.id = w.run_id;

insert into callback_delivery (run_day, run_id, id, wait_id, received_at, method, answered, outcome, headers,
  body, body_hash, view)
select r.run_day, r.id, d.id, d.wait_id, d.received_at, d.method, d.answered, d.outcome, d.headers::text,
  d.body, d.body_hash, d.view::text
from callback_delivery_1 d join wait_1 w on w.id = d.wait_id join run r on r.id = w.run_id;

insert into run_inbox (run_day, run_id, id, kind, payload, created_at, taken_at)
select r.run_day, i.run_id, i.id, i.kind,
  case when w.id is null then i.payload
    else jsonb_build_object('waitId', w.id, 'path', w.path, 'slot', w.app_run_id || '/' || w.parameter_index)
      || case when i.payload ? 'deliveryId' then jsonb_build_object('deliveryId', i.payload->'deliveryId')
           else '{}'::jsonb end
  end, i.created_at, i.taken_at
from run_inbox_1 i join run r on r.id = i.run_id left join wait_1 w on w.id = i.payload->>'waitId';

drop table run_1, run_event_1, run_inbox_1, action_run_1, action_result, run_log_1, wait_1, callback_delivery_1;

-- ---------------------------------------------------------------- indexes of runs, made when its rows are there
create unique index run_request_key_idx on run (playbook_id, request_key) where request_key is not null;
create index run_site_idx on run (site_id, id);
create index run_playbook_idx on run (playbook_id, id);
create index run_day_idx on run (run_day);
create index run_test_idx on run (site_id, id) where test_run;
create index run_test_ended_idx on run (site_id, outcome, id) where test_run and outcome is not null;
create index run_live_idx on run (site_id, id) where outcome is null;
create index run_site_ended_idx on run (site_id, outcome, id) where outcome is not null;
create index run_playbook_ended_idx on run (playbook_id, outcome, id) where outcome is not null;
-- Of the few that are performed or queued at a moment.
create index run_owned_idx on run (executor_id) where executor_id is not null;
create index run_queued_idx on run (queued_at) where state = 'queued';

-- How many runs have ended how: each process adds to rows of its own, with the append that ends a run.
create table run_count (
  executor_id text collate "C" not null, -- '': of processes that are gone
  outcome     text collate "C" not null,
  runs        bigint not null,
  primary key (executor_id, outcome)
) with (fillfactor = 50);
insert into run_count (executor_id, outcome, runs)
select '', outcome, count(*) from run where outcome is not null and deleted_at is null group by outcome;

-- An upgrade throws nothing away: where there are runs that would be dropped at once, they are kept
-- until somebody says for how long.
insert into setting (key, value, updated_at)
select 'run_log.days_to_keep', '36500', now()
where exists (select 1 from run where run_day < (now() at time zone 'UTC')::date - 90)
on conflict (key) do nothing;

-- ---------------------------------------------------------------- processes

-- One row per living server process. Lost with a crash of the database, and written anew at the next beat.
drop table process_heartbeat;
create unlogged table process_heartbeat (
  executor_id text collate "C" not null primary key,
  since       timestamptz(3) not null, -- its first beat in this table
  seen_at     timestamptz(3) not null,
  is_watching boolean not null -- somebody there looks at runs of other processes
) with (fillfactor = 50);
