/**
 * One statement appends for many runs: it is its own transaction, and one round
 * trip. Rows travel as JSON texts; what belongs to a run that is no longer ours
 * finds no row in `live` and is not written.
 */
import { type Append, LARGE_BODY_BYTES } from "./append.ts";
import { storableJson, storableText } from "./storable.ts";

export const EVENTS_CHANNEL = "callbook_run_events";

interface Part {
  readonly name: string;
  /** The common table expression; `$n` stands for its parameter. */
  readonly sql: string;
  /** Its rows of one append. */
  rows(append: Append): readonly unknown[];
}

const created: Part = {
  name: "created",
  sql: `created as (
    insert into run (id, playbook_id, revision_id, site_id, test_run, acting_user_id, started_by,
      state, inputs, outputs, failure, handled_failures, epoch, executor_id, head_seq, request_key,
      queued_at, started_at, finished_at)
    select c.id, c.playbook, c.revision, c.site, c.test, c.acting, c.starter, c.state, c.inputs,
      c.outputs, c.failure, c.handled, c.epoch, c.executor, c.new_head, c.key, now(), c.started, c.finished
    from json_to_recordset($n::json) as c(id int, playbook int, revision int, site int, test bool,
      acting text, starter text, state text, inputs jsonb, outputs jsonb, failure jsonb, handled int,
      epoch int, executor text, new_head int, key text, started timestamptz, finished timestamptz)
    on conflict do nothing
    returning id)`,
  rows: (append) => {
    const { create, columns } = append;
    if (create === null) return [];
    return [
      {
        id: append.runId,
        playbook: create.playbookId,
        revision: create.revisionId,
        site: create.siteId,
        test: create.testRun,
        acting: create.actingUserId,
        starter: create.startedBy,
        state: columns.state,
        inputs: create.inputs,
        outputs: columns.outputs,
        failure: columns.failure,
        handled: columns.handledFailures,
        epoch: append.epoch,
        executor: columns.released ? null : create.executorId,
        new_head: append.headSeq + append.events.length,
        key: create.requestKey,
        started: columns.startedAt,
        finished: columns.finishedAt,
      },
    ];
  },
};

const owned: Part = {
  name: "owned",
  sql: `owned as (
    update run r set head_seq = a.new_head, state = a.state,
      outputs = coalesce(a.outputs, r.outputs), failure = coalesce(a.failure, r.failure),
      handled_failures = a.handled,
      silent_openings = case when a.new_head > a.head or a.released then 0 else r.silent_openings end,
      started_at = coalesce(r.started_at, a.started), finished_at = coalesce(r.finished_at, a.finished),
      executor_id = case when a.released then null else r.executor_id end
    from json_to_recordset($n::json) as a(id int, epoch int, head int, new_head int, state text,
      outputs jsonb, failure jsonb, handled int, started timestamptz, finished timestamptz, released bool)
    where r.id = a.id and r.epoch = a.epoch and r.head_seq = a.head and r.finished_at is null
    returning r.id)`,
  rows: (append) => {
    const { create, columns, runId: id, epoch, headSeq: head } = append;
    if (create !== null) return [];
    const { state, outputs, failure, released } = columns;
    const { handledFailures: handled, startedAt: started, finishedAt: finished } = columns;
    const new_head = head + append.events.length;
    const columnsRow = { state, outputs, failure, handled, started, finished, released };
    return [{ id, epoch, head, new_head, ...columnsRow }];
  },
};

const events: Part = {
  name: "events",
  sql: `events as (
    insert into run_event (run_id, seq, at, event)
    select e.run, e.seq, e.at, e.event
    from json_to_recordset($n::json) as e(run int, seq int, at timestamptz, event jsonb)
    join live on live.id = e.run)`,
  rows: ({ runId: run, events }) => events.map(({ seq, at, event }) => ({ run, seq, at, event })),
};

const logs: Part = {
  name: "logs",
  sql: `logs as (
    insert into run_log (run_id, seq, block_id, level, text, at)
    select l.run, l.seq, l.block, l.level, l.text, l.at
    from json_to_recordset($n::json) as l(run int, seq int, block text, level text, text text, at timestamptz)
    join live on live.id = l.run)`,
  rows: ({ runId: run, logs, events, headSeq }) =>
    logs.map(({ seq, blockId: block, level, text }) => {
      const at = events[seq - headSeq - 1]?.at;
      return { run, seq, block, level, text: storableText(text), at };
    }),
};

const actions: Part = {
  name: "actions",
  sql: `actions as (
    insert into action_run (id, run_id, block_id, path, name, command, handle, parameters, app_runs, started_at)
    select x.id, x.run, x.block, x.path, x.name, x.command, x.handle, x.parameters, x.app_runs, x.started
    from json_to_recordset($n::json) as x(id int, run int, block text, path text, name text, command text,
      handle text, parameters jsonb, app_runs jsonb, started timestamptz)
    join live on live.id = x.run)`,
  rows: ({ runId: run, actionRuns }) =>
    actionRuns.map((each) => ({
      id: each.id,
      run,
      block: each.blockId,
      path: each.path,
      name: each.name,
      command: each.command,
      handle: each.handle,
      parameters: each.parameters,
      app_runs: each.appRuns,
      started: each.startedAt,
    })),
};

const results: Part = {
  name: "results",
  sql: `results as (
    insert into action_result (app_run_id, parameter_index, run_id, action_run_id, connection_id, status,
      status_code, message, summary, error, trace, data, raw, size, started_at, finished_at)
    select x.app_run, x.index, x.run, x.action_run, x.connection, x.status, x.code, x.message, x.summary,
      x.error, x.trace, decode(x.data, 'base64'), decode(x.raw, 'base64'), x.size, x.started, x.finished
    from json_to_recordset($n::json) as x(app_run int, index int, run int, action_run int, connection int,
      status text, code int, message text, summary jsonb, error jsonb, trace jsonb, data text, raw text,
      size int, started timestamptz, finished timestamptz)
    join live on live.id = x.run)`,
  rows: ({ runId: run, results }) =>
    results
      .filter(({ data, raw }) => data.length + raw.length <= LARGE_BODY_BYTES)
      .map((each) => ({
        app_run: each.appRunId,
        index: each.parameterIndex,
        run,
        action_run: each.actionRunId,
        connection: each.connectionId,
        status: each.status,
        code: each.statusCode,
        message: storableText(each.message),
        summary: each.summary,
        error: each.error,
        trace: each.trace,
        data: each.data.toString("base64"),
        raw: each.raw.toString("base64"),
        size: each.size,
        started: each.startedAt,
        finished: each.finishedAt,
      })),
};

const waits: Part = {
  name: "waits",
  sql: `waits as (
    insert into wait (id, run_id, block_id, path, action_run_id, app_run_id, parameter_index, kind,
      token_hash, deadline, state, site_id)
    select w.id, w.run, w.block, w.path, w.action_run, w.app_run, w.index, 'callback',
      decode(w.hash, 'base64'), w.deadline, 'open', w.site
    from json_to_recordset($n::json) as w(id text, run int, block text, path text, action_run int,
      app_run int, index int, hash text, deadline timestamptz, site int)
    join live on live.id = w.run)`,
  rows: ({ runId: run, waits }) =>
    waits.map((each) => ({
      id: each.id,
      run,
      block: each.blockId,
      path: each.path,
      action_run: each.actionRunId,
      app_run: each.appRunId,
      index: each.parameterIndex,
      hash: each.tokenHash.toString("base64"),
      deadline: each.deadline,
      site: each.siteId,
    })),
};

const accepted: Part = {
  name: "accepted",
  sql: `accepted as (
    update wait w set outbound_status = x.status
    from json_to_recordset($n::json) as x(run int, id text, status int)
    join live on live.id = x.run where w.id = x.id)`,
  rows: ({ runId: run, accepted }) =>
    accepted.map(({ waitId: id, status }) => ({ run, id, status })),
};

const closed: Part = {
  name: "closed",
  sql: `closed as (
    update wait w set state = 'closed', ended_at = now()
    from json_to_recordset($n::json) as x(run int, app_run int, index int)
    join live on live.id = x.run
    where w.run_id = x.run and w.state = 'open'
      and (x.app_run is null or (w.app_run_id = x.app_run and w.parameter_index = x.index)))`,
  rows: ({ runId: run, closedWaits, closesAllWaits }) =>
    closesAllWaits
      ? [{ run, app_run: null, index: null }]
      : closedWaits.map((each) => ({ run, app_run: each.appRunId, index: each.parameterIndex })),
};

const taken: Part = {
  name: "taken",
  sql: `taken as (
    update run_inbox i set taken_at = now()
    from json_to_recordset($n::json) as x(run int, id bigint)
    join live on live.id = x.run where i.id = x.id)`,
  rows: ({ runId: run, inboxTaken }) => inboxTaken.map((id) => ({ run, id })),
};

const parts = [created, owned, events, logs, actions, results, waits, accepted, closed, taken];

export interface Statement {
  /** Of the prepared statement; one for each set of parts. */
  readonly name: string;
  readonly text: string;
  readonly values: string[];
}

/** The statement that writes these appends and answers with the ids of the runs that were written. */
export function appendStatement(appends: readonly Append[], executorId: string): Statement {
  const values: string[] = [executorId];
  const used: string[] = [];
  const sql: string[] = [];
  for (const part of parts) {
    const rows = appends.flatMap((append) => part.rows(append));
    if (rows.length === 0) continue;
    values.push(storableJson(rows));
    used.push(part.name);
    sql.push(part.sql.replace("$n", `$${values.length}`));
  }
  const from = used.filter((name) => name === "created" || name === "owned");
  const live = `live as (${from.map((name) => `select id from ${name}`).join(" union all ")})`;
  sql.splice(from.length, 0, live);
  const text = `with ${sql.join(",\n")}
    select array_agg(id) as ids,
      pg_notify('${EVENTS_CHANNEL}', $1 || ' ' || coalesce(string_agg(id::text, ','), '')) from live`;
  return { name: `append ${used.join(" ")}`, text, values };
}
