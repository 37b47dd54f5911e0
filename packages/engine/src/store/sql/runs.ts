/** Reads the rows of runs, for lists, pages and checks of rights. */
import { isJsonObject, type JsonObject, parseExactly } from "@callbook/core/json";
import type { RunStateName } from "@callbook/core/log";
import type { RunReader } from "../run-store.ts";
import type { RunBody, RunCounts, RunFilter, RunHead } from "../views.ts";
import { changedBy, type Queryable, rowOf, rowsOf, type Sql } from "./query.ts";
import { ofRun } from "./week.ts";

type RunsReader = Pick<
  RunReader,
  | "readRun"
  | "readRuns"
  | "readRunBody"
  | "listRuns"
  | "readLastRuns"
  | "findLiveRuns"
  | "markDeleted"
  | "readCounts"
>;

export function runsReader(pool: Queryable): RunsReader {
  const heads = async (sql: Sql): Promise<readonly RunHead[]> =>
    (await rowsOf<HeadRow>(pool, sql)).map(headOf);
  return {
    readRun: async (runId) => {
      const row = await rowOf<HeadRow>(pool, {
        name: "read run",
        text: `select ${columns} from run r where r.id = $1 and r.deleted_at is null`,
        values: [runId],
      });
      return row === null ? null : headOf(row);
    },
    readRuns: (runIds) =>
      heads({
        name: "read runs",
        text: `select ${columns} from run r where r.id = any($1::bigint[]) and r.deleted_at is null`,
        values: [runIds],
      }),
    readRunBody: async (key) => {
      const text = "select part, body from run_body where run_day = $1 and run_id = $2";
      const sql = ofRun(key, { name: "read run body", text });
      const rows = await rowsOf<{ part: keyof RunBody; body: string }>(pool, sql);
      const partOf = (name: keyof RunBody): JsonObject | null => {
        const row = rows.find(({ part }) => part === name);
        const value = row === undefined ? null : parseExactly(row.body);
        return isJsonObject(value) ? value : null;
      };
      return {
        inputs: partOf("inputs") ?? {},
        outputs: partOf("outputs"),
        failure: partOf("failure"),
      };
    },
    listRuns: (filter, limit) => heads(listOf(filter, limit)),
    readLastRuns: (playbookIds) =>
      heads({
        name: "read last runs",
        text: `select l.* from unnest($1::int[]) as p(id) cross join lateral (
            select ${columns} from run r where r.playbook_id = p.id and r.deleted_at is null
            order by r.id desc limit 1) l`,
        values: [playbookIds],
      }),
    findLiveRuns: async (playbookIds) => {
      const rows = await rowsOf<{ id: number }>(pool, {
        text: "select id from run where playbook_id = any($1::int[]) and outcome is null order by id",
        values: [playbookIds],
      });
      return rows.map(({ id }) => id);
    },
    markDeleted: async (playbookIds) => {
      await changedBy(pool, {
        text: `with gone as (update run set deleted_at = now()
            where playbook_id = any($1::int[]) and deleted_at is null returning outcome)
          insert into run_count (executor_id, outcome, runs)
          select '', outcome, -count(*) from gone where outcome is not null group by outcome order by outcome
          on conflict (executor_id, outcome) do update set runs = run_count.runs + excluded.runs`,
        values: [playbookIds],
      });
    },
    readCounts: async () => {
      const rows = await rowsOf<{ state: RunStateName; runs: number }>(pool, {
        name: "read counts",
        text: `select outcome as state, sum(runs)::bigint as runs from run_count group by outcome
          union all
          select state, count(*) from run where outcome is null and deleted_at is null group by state`,
      });
      const counts: Record<RunStateName, number> = {
        queued: 0,
        running: 0,
        waiting: 0,
        succeeded: 0,
        failed: 0,
        cancelled: 0,
      };
      for (const { state, runs } of rows) counts[state] = runs;
      return { byState: counts } satisfies RunCounts;
    },
  };
}

interface HeadRow extends Omit<RunHead, "key" | "failure"> {
  readonly id: number;
  readonly day: string;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

const columns = `r.id, r.run_day as day, r.playbook_id as "playbookId", r.revision_id as "revisionId",
  r.site_id as "siteId", r.test_run as "testRun", r.acting_user_id as "actingUserId",
  r.started_by as "startedBy", r.state, r.head_seq as "headSeq", r.handled_failures as "handledFailures",
  r.requests, r.failed_requests as "failedRequests", r.unknown_requests as "unknownRequests",
  r.failure_code as "failureCode", r.failure_message as "failureMessage", r.pinned,
  r.queued_at as "queuedAt", r.started_at as "startedAt", r.finished_at as "finishedAt"`;

function headOf({ id, day, failureCode: code, failureMessage, ...row }: HeadRow): RunHead {
  const failure = code === null ? null : { code, message: failureMessage ?? "" };
  return { ...row, key: { id, day }, failure };
}

/**
 * Each filter has an index that gives its runs in the order of their ids. Of several sites the newest
 * of each are read and then the newest of those, so that no list grows with the runs that it leaves out.
 */
function listOf({ sites, playbookId, state, testRun, before }: RunFilter, limit: number): Sql {
  const values: unknown[] = [limit];
  const parameter = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const conditions = ["r.deleted_at is null"];
  if (state !== undefined) {
    const column = isOutcome(state)
      ? "r.outcome is not null and r.outcome"
      : "r.outcome is null and r.state";
    conditions.push(`${column} = ${parameter(state, "text")}`);
    // Of the many that have not ended most wait; the few others have an index.
    if (state === "running") conditions.push("r.executor_id is not null");
  }
  if (testRun !== undefined) conditions.push(testRun ? "r.test_run" : "not r.test_run");
  if (before !== undefined) conditions.push(`r.id < ${parameter(before, "bigint")}`);
  const newest = (more: string): string =>
    `select ${columns} from run r where ${[...conditions, more].join(" and ")} order by r.id desc limit $1`;
  if (playbookId !== undefined) {
    const own = `r.playbook_id = ${parameter(playbookId, "int")}`;
    if (sites === "all") return { text: newest(own), values };
    return { text: newest(`${own} and r.site_id = any(${parameter(sites, "int[]")})`), values };
  }
  if (sites === "all" && state === undefined && testRun === undefined)
    return { text: newest("true"), values };
  const those = sites === "all" ? everySite : `select unnest(${parameter(sites, "int[]")}) as id`;
  return {
    text: `select l.* from (${those}) s cross join lateral (${newest("r.site_id = s.id")}) l
      order by l.id desc limit $1`,
    values,
  };
}

/** The sites that have runs, one look into the index for each. */
const everySite = `with recursive sites as (
    (select site_id as id from run order by site_id limit 1)
    union all
    select (select r.site_id from run r where r.site_id > sites.id order by r.site_id limit 1)
    from sites where sites.id is not null)
  select id from sites where id is not null`;

function isOutcome(state: RunStateName): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}
