/** What an append writes: runs, their bodies and events, and how many have ended. The rest is in `parts-of-blocks.ts`. */
import type { JsonObject } from "@callbook/core/json";
import type { Append, RunColumns } from "../rows.ts";
import { storableText } from "../storable.ts";
import type { Part, Value } from "./part.ts";
import { blockParts } from "./parts-of-blocks.ts";

/** Characters of a failure's message that the row of its run shows. */
const shownMessage = 200;

const created: Part = {
  name: "created",
  columns: [
    ["id", "bigint"],
    ["day", "date"],
    ["playbook", "int"],
    ["revision", "int"],
    ["site", "int"],
    ["test", "bool"],
    ["acting", "text"],
    ["starter", "text"],
    ["key", "text"],
    ["executor", "text"],
    ["epoch", "int"],
    ["new_head", "int"],
    ["state", "text"],
    ["outcome", "text"],
    ["handled", "int"],
    ["requests", "int"],
    ["failed_requests", "int"],
    ["unknown_requests", "int"],
    ["failure_code", "text"],
    ["failure_message", "text"],
    ["queued", "timestamptz"],
    ["started", "timestamptz"],
    ["finished", "timestamptz"],
  ],
  sql: `created as (
    insert into run (id, run_day, playbook_id, revision_id, site_id, test_run, acting_user_id, started_by,
      request_key, executor_id, epoch, head_seq, state, outcome, handled_failures, requests,
      failed_requests, unknown_requests, failure_code, failure_message, queued_at, started_at, finished_at)
    select * from $rows
    on conflict do nothing
    returning id, run_day, true as is_shown)`,
  rows: ({ run, epoch, headSeq, create, columns, events }) => {
    if (create === null) return [];
    const { playbookId, revisionId, siteId, testRun, actingUserId, startedBy, requestKey } = create;
    const executorId = columns.released ? null : create.executorId;
    const owner = [requestKey, executorId, epoch, headSeq + events.length];
    const starter = [playbookId, revisionId, siteId, testRun, actingUserId, startedBy];
    const { startedAt, finishedAt } = columns;
    const times = [events[0]?.at ?? startedAt, startedAt, finishedAt];
    return [[run.id, run.day, ...starter, ...owner, ...progress(columns), ...times]];
  },
};

const owned: Part = {
  name: "owned",
  columns: [
    ["id", "bigint"],
    ["epoch", "int"],
    ["head", "int"],
    ["new_head", "int"],
    ["state", "text"],
    ["outcome", "text"],
    ["handled", "int"],
    ["requests", "int"],
    ["failed_requests", "int"],
    ["unknown_requests", "int"],
    ["failure_code", "text"],
    ["failure_message", "text"],
    ["started", "timestamptz"],
    ["finished", "timestamptz"],
    ["released", "bool"],
  ],
  sql: `owned as (
    update run r set head_seq = x.new_head, state = x.state, outcome = x.outcome,
      handled_failures = x.handled, requests = x.requests, failed_requests = x.failed_requests,
      unknown_requests = x.unknown_requests, failure_code = coalesce(x.failure_code, r.failure_code),
      failure_message = coalesce(x.failure_message, r.failure_message),
      silent_openings = case when x.new_head > x.head or x.released then 0 else r.silent_openings end,
      started_at = coalesce(r.started_at, x.started), finished_at = x.finished,
      executor_id = case when x.released then null else r.executor_id end
    from $rows
    where r.id = x.id and r.epoch = x.epoch and r.head_seq = x.head and r.finished_at is null
    returning r.id, r.run_day, r.deleted_at is null as is_shown)`,
  rows: ({ run, epoch, headSeq, create, columns, events }) => {
    if (create !== null) return [];
    const { startedAt, finishedAt, released } = columns;
    const head = [headSeq, headSeq + events.length];
    return [[run.id, epoch, ...head, ...progress(columns), startedAt, finishedAt, released]];
  },
};

/** state, outcome, handled, the three counts of requests, failure_code, failure_message */
function progress(columns: RunColumns): readonly Value[] {
  const { state, handledFailures, requests, failedRequests, unknownRequests, failure } = columns;
  const message = textIn(failure, "message");
  return [
    state,
    outcomeOf(columns),
    handledFailures,
    requests,
    failedRequests,
    unknownRequests,
    textIn(failure, "code"),
    message === null ? null : storableText(message.slice(0, shownMessage)),
  ];
}

function outcomeOf({ state, finishedAt }: RunColumns): string | null {
  return finishedAt === null ? null : state;
}

function textIn(object: JsonObject | null, key: string): string | null {
  const value = object?.[key];
  return typeof value === "string" ? value : null;
}

const bodies: Part = {
  name: "bodies",
  columns: [
    ["run", "bigint"],
    ["part", "text"],
    ["body", "text"],
  ],
  sql: `bodies as (
    insert into run_body (run_day, run_id, part, body)
    select live.run_day, live.id, x.part, x.body from $rows join live on live.id = x.run
    on conflict (run_day, run_id, part) do update set body = excluded.body)`,
  rows: ({ run, create, columns }) => {
    const inputs =
      create === null || Object.keys(create.inputs).length === 0 ? null : create.inputs;
    const said = { inputs, outputs: columns.outputs, failure: columns.failure };
    return Object.entries(said).flatMap(([part, body]) =>
      body === null ? [] : [[run.id, part, JSON.stringify(body)]],
    );
  },
};

const events: Part = {
  name: "events",
  columns: [
    ["run", "bigint"],
    ["first_seq", "int"],
    ["last_seq", "int"],
    ["at", "timestamptz"],
    ["events", "text"],
  ],
  sql: `events as (
    insert into run_event (run_day, run_id, first_seq, last_seq, at, events)
    select live.run_day, live.id, x.first_seq, x.last_seq, x.at, x.events
    from $rows join live on live.id = x.run)`,
  rows: ({ run, headSeq, events }) => {
    const [first] = events;
    if (first === undefined) return [];
    const packed = JSON.stringify(events.map(({ event }) => event));
    return [[run.id, headSeq + 1, headSeq + events.length, first.at, packed]];
  },
};

const counted: Part = {
  name: "counted",
  columns: [
    ["run", "bigint"],
    ["outcome", "text"],
  ],
  sql: `counted as (
    insert into run_count (executor_id, outcome, runs)
    select $executor, x.outcome, count(*) from $rows join live on live.id = x.run
    where live.is_shown group by x.outcome
    on conflict (executor_id, outcome) do update set runs = run_count.runs + excluded.runs)`,
  rows: ({ run, columns }: Append) => {
    const outcome = outcomeOf(columns);
    return outcome === null ? [] : [[run.id, outcome]];
  },
};

const audited: Part = {
  name: "audited",
  columns: [
    ["run", "bigint"],
    ["person", "text"],
    ["action", "text"],
    ["site", "int"],
    ["detail", "text"],
  ],
  sql: `audited as (
    insert into audit_entry (user_id, action, subject_kind, subject_id, site_id, detail)
    select x.person, x.action, 'run', live.id::text, x.site, x.detail::jsonb
    from $rows join live on live.id = x.run)`,
  rows: ({ run, create }) => {
    if (create?.audit === undefined) return [];
    const { userId, action, siteId, detail } = create.audit;
    return [[run.id, userId, action, siteId, JSON.stringify(detail)]];
  },
};

const runParts = [created, owned, bodies, events];
export const parts: readonly Part[] = [...runParts, ...blockParts, counted, audited];
