/** Reads what blocks stored, and the passes that they stored it in. */
import type { Failure, TraceStep } from "@callbook/core/failure";
import { isJsonObject, type Json, type JsonObject, parseExactly } from "@callbook/core/json";
import { executionOf } from "@callbook/core/log";
import { unpackBody } from "../body.ts";
import type { ActionRunRow, RunKey, StoredResult } from "../rows.ts";
import type { RunReader } from "../run-store.ts";
import { deliveryOfText, withText } from "../spared.ts";
import type { ResultAddress, ResultHead } from "../views.ts";
import { type Queryable, rowOf, rowsOf, type Sql } from "./query.ts";
import { ofRun } from "./week.ts";

type ResultsReader = Pick<
  RunReader,
  | "readActionRuns"
  | "readActionRunsById"
  | "readActionRunsOf"
  | "findActionRun"
  | "readResults"
  | "listResults"
  | "readResultBody"
>;

export function resultsReader(pool: Queryable): ResultsReader {
  const readActionRuns = (key: RunKey, sql: Sql) => rowsOf<ActionRunRow>(pool, ofRun(key, sql));
  const readDelivered = async (key: RunKey, id: string): Promise<string> => {
    const sql = ofRun(key, {
      name: "read delivered",
      text: "select body from callback_delivery where run_day = $1 and run_id = $2 and id = $3",
      values: [id],
    });
    return (await rowOf<{ body: Buffer }>(pool, sql))?.body.toString("utf8") ?? "";
  };
  return {
    readActionRuns: (key, paths) =>
      readActionRuns(key, {
        name: "read action runs",
        text: `${actionRuns} and ($3::text[] is null or path = any($3)) order by id`,
        values: [paths],
      }),
    readActionRunsById: async (key, ids) =>
      ids.length === 0
        ? []
        : readActionRuns(key, {
            name: "read action runs by id",
            text: `${actionRuns} and id = any($3::bigint[]) order by id`,
            values: [ids],
          }),
    readActionRunsOf: async (key, appRunIds) =>
      appRunIds.length === 0
        ? []
        : readActionRuns(key, {
            name: "read action runs of app runs",
            text: `${actionRuns} and exists (select 1 from jsonb_array_elements(plan->'appRuns') each
              where (each->>'appRunId')::bigint = any($3::bigint[])) order by id`,
            values: [[...new Set(appRunIds)]],
          }),
    findActionRun: (actionRunId) =>
      rowOf<RunKey>(pool, {
        text: `select a.run_id as id, a.run_day as day from action_run a join run r on r.id = a.run_id
          where a.id = $1 and r.deleted_at is null`,
        values: [actionRunId],
      }),
    readResults: async (key, paths) => {
      if (paths?.length === 0) return [];
      const sql = { name: "read results", text: resultsText, values: [paths] };
      const rows = await rowsOf<ResultLine>(pool, ofRun(key, sql));
      return Promise.all(rows.map(resultOf));
    },
    listResults: async (key, path, after, limit, status = null) => {
      const asked = { path: path !== null, after: after !== null, failed: status !== null };
      const narrowed = Object.entries(asked).flatMap(([name, has]) => (has ? [name] : []));
      const name = ["list results", ...narrowed].join(" ");
      const values = [limit, ...(path === null ? [] : [path]), ...keyOf(after)];
      const sql = ofRun(key, { name, text: listText(asked), values });
      const rows = await rowsOf<HeadLine>(pool, sql);
      return rows.map(headOf);
    },
    readResultBody: async (key, path, slot, attempt) => {
      const sql = ofRun(key, {
        name: path === null ? "read result body" : "read result body of a path",
        text: `select data, raw from block_result
          where run_day = $1 and run_id = $2 ${path === null ? "" : "and path = $5"}
            and slot = $3 and ($4::int is null or attempt = $4)
          order by attempt desc limit 1`,
        values: [slot, attempt ?? null, ...(path === null ? [] : [path])],
      });
      const row = await rowOf<{ data: Buffer; raw: Buffer }>(pool, sql);
      if (row === null) return null;
      const raw = await unpackBody(row.raw);
      const delivery = deliveryOfText(raw);
      const text = delivery === null ? null : await readDelivered(key, delivery);
      return { data: await unpackBody(row.data), raw: text === null ? raw : withText(raw, text) };
    },
  };
}

const resultsText = `select path, slot, attempt, status, status_code as "statusCode", message, summary, error, data
  from block_result
  where run_day = $1 and run_id = $2 and ($3::text[] is null or path = any($3))
  order by path, slot, attempt`;

const actionRuns = `select id, path, block_id as "blockId", name, command, handle, plan, started_at as "startedAt"
  from action_run where run_day = $1 and run_id = $2`;

interface ResultLine extends Omit<StoredResult, "summary" | "error" | "data"> {
  readonly summary: string;
  readonly error: string | null;
  readonly data: Buffer;
}

async function resultOf({ summary, error, data, ...row }: ResultLine): Promise<StoredResult> {
  return {
    ...row,
    summary: objectOf(summary),
    error: failureOf(error),
    data: await unpackBody(data),
  };
}

interface HeadLine extends Omit<ResultHead, "summary" | "error" | "trace"> {
  readonly summary: string;
  readonly error: string | null;
  readonly trace: string;
}

function headOf({ summary, error, trace, ...row }: HeadLine): ResultHead {
  const steps: TraceStep[] = JSON.parse(trace);
  return { ...row, summary: objectOf(summary), error: failureOf(error), trace: steps };
}

function objectOf(text: string): JsonObject {
  const value = parseExactly(text);
  return isJsonObject(value) ? value : {};
}

function failureOf(text: string | null): Failure | null {
  if (text === null) return null;
  const value: Failure = JSON.parse(text);
  return value;
}

/** What a list is in order of: an execution's slot by its two numbers, any other by its name. */
function keyOf(address: ResultAddress | null): readonly Json[] {
  if (address === null) return [];
  const { path, slot, attempt } = address;
  const { appRunId = 0, parameterIndex = 0 } = executionOf(slot) ?? {};
  return [path, appRunId, parameterIndex, slot, attempt];
}

/**
 * Passes in the order in which they started, what is of none after them. The page is chosen from the
 * primary key's index and the ids of the passes, however large the results are; the parameters of a
 * pass are unpacked once for all of the page.
 */
function listText(asked: {
  readonly path: boolean;
  readonly after: boolean;
  readonly failed: boolean;
}): string {
  const isExecution = String.raw`x.slot ~ '^\d+/\d+$'`;
  const next = asked.path ? 5 : 4;
  const after = `(pass, path, app_run, parameter, slot, attempt) >
    (coalesce((select id from passes where path = $${next}), ${noPass}), $${next}::text, $${next + 1}::bigint,
      $${next + 2}::bigint, $${next + 3}::text, $${next + 4}::int)`;
  const order = (of: string): string =>
    ["pass", "path", "app_run", "parameter", "slot", "attempt"].map((key) => of + key).join(", ");
  return `with passes as materialized (
      select id, path from action_run where run_day = $1 and run_id = $2),
    page as (
      select * from (select coalesce(passes.id, ${noPass}) as pass, x.path, x.slot, x.attempt,
          ${isExecution} as is_execution,
          case when ${isExecution} then split_part(x.slot, '/', 1)::bigint else 0 end as app_run,
          case when ${isExecution} then split_part(x.slot, '/', 2)::bigint else 0 end as parameter
        from block_result x left join passes on passes.path = x.path
        where x.run_day = $1 and x.run_id = $2 ${asked.path ? "and x.path = $4" : ""}
          ${asked.failed ? failed : ""}) keys
      ${asked.after ? `where ${after}` : ""}
      order by ${order("")} limit $3),
    plans as materialized (
      select id, plan->'parameters' as parameters, plan->'appRuns' as app_runs from action_run
      where run_day = $1 and run_id = $2 and id in (select pass from page))
    select page.path, page.slot, page.attempt, x.connection_id as "connectionId", x.status,
      x.status_code as "statusCode", x.message, x.summary, x.error, x.trace, x.size, x.started_at as "startedAt",
      x.finished_at as "finishedAt", p.id as "actionRunId",
      case when page.is_execution then p.parameters -> page.parameter::int end as parameter,
      case when page.is_execution then (select each from jsonb_array_elements(p.app_runs) each
        where (each->>'appRunId')::bigint = page.app_run limit 1) end as "appRun"
    from page
    join block_result x on x.run_day = $1 and x.run_id = $2 and x.path = page.path and x.slot = page.slot
      and x.attempt = page.attempt
    left join plans p on p.id = page.pass
    order by ${order("page.")}`;
}

const failed = `and x.status = 'failed' and not exists (select from block_result y
  where y.run_day = x.run_day and y.run_id = x.run_id and y.path = x.path and y.slot = x.slot
    and y.attempt > x.attempt)`;

/** Comes after every id of a pass. */
const noPass = "9223372036854775807";
