/** Who has which run. */
import { isJsonObject, type Json, parseExactly } from "@callbook/core/json";
import type { Pool } from "pg";
import type { ClaimedRun, RunOwners, Suspect } from "../run-store.ts";
import { changedBy, rowOf, rowsOf } from "./query.ts";

// The table of heartbeats is empty after a crash of the database: who is not in it may live. Only a
// process whose own row has been there for a lease knows that the others had time to come back.
const judges = (me: string, leaseMs: string): string =>
  `exists (select 1 from process_heartbeat h where h.executor_id = ${me}
     and h.since <= now() - ${leaseMs}::int * interval '1 ms')`;
const hasNoHeartbeat =
  "not exists (select 1 from process_heartbeat h where h.executor_id = r.executor_id)";

interface ClaimedRow extends Omit<ClaimedRun, "key"> {
  readonly id: number;
  readonly day: string;
}

export function runOwners(pool: Pool): RunOwners {
  return {
    claim: async (runIds, { executorId, dead, leaseMs, force, alone }) => {
      const rows = await rowsOf<ClaimedRow>(pool, {
        name: "claim runs",
        text: claimText,
        values: [executorId, runIds, dead, force, leaseMs, alone],
      });
      return rows.map(({ id, day, ...row }) => ({ ...row, key: { id, day } }));
    },
    findSuspects: (executorId) =>
      rowsOf<Suspect>(pool, { name: "find suspects", text: suspectsText, values: [executorId] }),
    forgive: async (runId, executorId) => {
      await changedBy(pool, {
        text: `update run set silent_openings = greatest(0, silent_openings - 1)
          where id = $1 and executor_id = $2 and finished_at is null`,
        values: [runId, executorId],
      });
    },
    pardon: async () => {
      await changedBy(pool, {
        text: `with those as (select id from run where silent_openings > 0 and finished_at is null
              and (state = 'queued' or executor_id is not null) order by id for update)
          update run r set silent_openings = 0 from those where r.id = those.id`,
      });
    },
    handBack: async (executorId) => {
      await changedBy(pool, {
        text: `with mine as (select id from run where executor_id = $1 and finished_at is null
            order by id for update)
          update run r set executor_id = null, state = 'queued', silent_openings = 0, epoch = r.epoch + 1
          from mine where r.id = mine.id`,
        values: [executorId],
      });
    },
    leave: async (runId, epoch, counts) => {
      await changedBy(pool, {
        text: `update run set executor_id = null, state = 'queued',
            silent_openings = case when $3 then silent_openings else greatest(0, silent_openings - 1) end
          where id = $1 and epoch = $2 and finished_at is null`,
        values: [runId, epoch, counts],
      });
    },
    queueRunsOf: async (executorId) => {
      const rows = await rowsOf<{ id: number }>(pool, {
        text: `with those as (select id from run where executor_id = $1 and finished_at is null
            order by id for update)
          update run r set executor_id = null, state = 'queued', epoch = r.epoch + 1
          from those where r.id = those.id returning r.id`,
        values: [executorId],
      });
      return rows.map(({ id }) => id);
    },
    takeUp: async ({ executorId, patienceMs, leaseMs, except, limit }) => {
      const rows = await rowsOf<{ id: number }>(pool, {
        name: "take up",
        text: takeUpText,
        values: [executorId, patienceMs, leaseMs, except, limit],
      });
      return rows.map(({ id }) => id);
    },
    findIgnoredCancels: async (patienceMs, limit) => {
      const rows = await rowsOf<{ id: number }>(pool, {
        name: "find ignored cancels",
        text: `select distinct i.run_id as id from run_inbox i join run r on r.id = i.run_id
          where i.taken_at is null and i.kind = 'cancel' and r.finished_at is null
            and i.created_at < now() - $1::int * interval '1 ms' limit $2`,
        values: [patienceMs, limit],
      });
      return rows.map(({ id }) => id);
    },
    readProcesses: (executorId, leaseMs) =>
      rowsOf(pool, {
        name: "read processes",
        text: `select executor_id as "executorId", seen_at < now() - $2::int * interval '1 ms' as "isLate"
          from process_heartbeat where executor_id <> $1
          union all
          select distinct r.executor_id, null::bool from run r
          where r.executor_id is not null and r.executor_id <> $1 and ${hasNoHeartbeat}`,
        values: [executorId, leaseMs],
      }),
    findByRequestKey: async (playbookId, requestKey) => {
      const row = await rowOf<{ id: number; day: string; inputs: string | null }>(pool, {
        text: `select r.id, r.run_day as day, ${inputsText} as inputs from run r
          where r.playbook_id = $1 and r.request_key = $2`,
        values: [playbookId, requestKey],
      });
      if (row === null) return null;
      return { key: { id: row.id, day: row.day }, inputs: inputsOf(row.inputs) };
    },
  };
}

const inputsText = `(select b.body from run_body b
  where b.run_day = r.run_day and b.run_id = r.id and b.part = 'inputs')`;

const hasUntaken =
  "exists (select 1 from run_inbox i where i.run_id = r.id and i.taken_at is null)";

// Whoever opens anew what it has already, and who takes a run away for a cancel, tells of no death.
const claimText = `with free as (select r.id from run r
    where r.id = any($2::bigint[]) and r.finished_at is null
      and ($4::bool or $6::bool or r.silent_openings = 0 or r.executor_id = $1)
      and ($4::bool or (r.executor_id is null and (r.state <> 'waiting' or ${hasUntaken})) or r.executor_id = $1
        or r.executor_id = any($3::text[])
        or (r.executor_id is not null and ${judges("$1", "$5")} and ${hasNoHeartbeat}))
    order by r.id for update skip locked)
  update run r set epoch = r.epoch + 1, executor_id = $1,
    silent_openings = r.silent_openings + case when $4::bool or r.executor_id = $1 then 0 else 1 end,
    state = case when r.executor_id is null or r.state = 'queued' then 'running' else r.state end
  from free where r.id = free.id
  returning r.id, r.run_day as day, r.epoch, r.playbook_id as "playbookId", r.revision_id as "revisionId",
    r.site_id as "siteId", r.test_run as "testRun", r.acting_user_id as "actingUserId",
    coalesce(r.started_at, r.queued_at) as "knownSince",
    r.silent_openings as "silentOpenings", r.head_seq as "headSeq"`;

// By the indexes of what is queued and of what somebody has.
const suspectsText = `select s.id, s.openings from (
    select r.id, r.silent_openings as openings from run r
      where r.state = 'queued' and r.executor_id is null and r.silent_openings > 0 and r.finished_at is null
    union select r.id, r.silent_openings from run r
      where r.executor_id = $1 and r.silent_openings > 0 and r.finished_at is null) s
  order by s.openings desc, s.id limit 1000`;

const takeUpText = `with found as (
    select r.id from run r where r.state = 'queued' and r.executor_id is null and r.silent_openings = 0
      and r.queued_at < now() - $2::int * interval '1 ms'
    union select r.id from run r where r.state = 'running' and r.executor_id is null
    union select r.id from run_inbox i join run r on r.id = i.run_id
      where i.taken_at is null and r.state = 'waiting' and r.executor_id is null
    union select r.id from run r where r.executor_id is not null and r.executor_id <> $1
      and ${judges("$1", "$3")} and ${hasNoHeartbeat}
    union select r.id from run r where r.executor_id = $1),
  chosen as (select r.id from found join run r on r.id = found.id
    where r.finished_at is null and r.id <> all($4::bigint[]) order by r.id limit $5),
  queued as (update run r set state = 'queued' from chosen
    where r.id = chosen.id and r.executor_id is null and r.state = 'waiting')
  select id from chosen order by id`;

function inputsOf(body: string | null): Readonly<Record<string, Json>> {
  if (body === null) return {};
  const inputs = parseExactly(body);
  return isJsonObject(inputs) ? inputs : {};
}
