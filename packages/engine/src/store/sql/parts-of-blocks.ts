/** What an append writes of single blocks: passes, results, log lines, waits, and what was taken from the inbox. */
import { resultsAhead } from "../append-size.ts";
import type { Append, WaitRow } from "../rows.ts";
import { storableJson, storableText } from "../storable.ts";
import { bytesOf, type Part } from "./part.ts";
import { resultColumns, resultValues } from "./result-columns.ts";

const logs: Part = {
  name: "logs",
  columns: [
    ["run", "bigint"],
    ["seq", "int"],
    ["line", "int"],
    ["path", "text"],
    ["block", "text"],
    ["level", "text"],
    ["text", "text"],
    ["at", "timestamptz"],
  ],
  sql: `logs as (
    insert into run_log (run_day, run_id, seq, line, path, block_id, level, text, at)
    select live.run_day, live.id, x.seq, x.line, x.path, x.block, x.level, x.text, x.at
    from $rows join live on live.id = x.run)`,
  rows: ({ run, logs, events, headSeq }) =>
    logs.map(({ seq, line, path, blockId, level, text }) => {
      const at = events[seq - headSeq - 1]?.at ?? null;
      return [run.id, seq, line, path, blockId, level, storableText(text), at];
    }),
};

const actions: Part = {
  name: "actions",
  columns: [
    ["run", "bigint"],
    ["id", "bigint"],
    ["path", "text"],
    ["block", "text"],
    ["name", "text"],
    ["command", "text"],
    ["handle", "text"],
    ["plan", "text"],
    ["started", "timestamptz"],
  ],
  sql: `actions as (
    insert into action_run (run_day, run_id, id, path, block_id, name, command, handle, plan, started_at)
    select live.run_day, live.id, x.id, x.path, x.block, x.name, x.command, x.handle, x.plan::jsonb, x.started
    from $rows join live on live.id = x.run)`,
  rows: ({ run, actionRuns }) =>
    actionRuns.map(({ id, path, blockId, name, command, handle, plan, startedAt }) => [
      run.id,
      id,
      path,
      blockId,
      storableText(name),
      storableText(command),
      handle === null ? null : storableText(handle),
      storableJson(plan),
      startedAt,
    ]),
};

const results: Part = {
  name: "results",
  columns: [["run", "bigint"], ...resultColumns, ["data", "bytes"], ["raw", "bytes"]],
  sql: `results as (
    insert into block_result (run_day, run_id, path, slot, attempt, connection_id, status, status_code, message,
      summary, error, trace, size, started_at, finished_at, data, raw)
    select live.run_day, live.id, x.path, x.slot, x.attempt, x.connection, x.status, x.code, x.message,
      x.summary, x.error, x.trace, x.size, x.started, x.finished, ${bytesOf("data")}, ${bytesOf("raw")}
    from $rows join live on live.id = x.run)`,
  rows: (append) => {
    const ahead = resultsAhead(append);
    return append.results
      .filter((result) => !ahead.has(result))
      .map((result) => [append.run.id, ...resultValues(result), result.data, result.raw]);
  },
};

const waits: Part = {
  name: "waits",
  columns: [
    ["run", "bigint"],
    ["id", "text"],
    ["path", "text"],
    ["slot", "text"],
    ["attempt", "int"],
    ["block", "text"],
    ["kind", "text"],
    ["hash", "text"],
    ["deadline", "timestamptz"],
    ["site", "int"],
    ["at", "timestamptz"],
    ["state", "text"],
  ],
  sql: `waits as (
    insert into wait (run_day, run_id, id, path, slot, attempt, block_id, kind, token_hash, deadline, site_id, state,
      created_at, ended_at)
    select live.run_day, live.id, x.id, x.path, x.slot, x.attempt, x.block, x.kind, decode(x.hash, 'hex'),
      x.deadline, x.site, x.state, coalesce(x.at, now()), case when x.state = 'closed' then coalesce(x.at, now()) end
    from $rows join live on live.id = x.run)`,
  rows: (append) =>
    append.waits.map((wait) => {
      const { id, path, slot, attempt, blockId, kind, tokenHash, deadline, siteId } = wait;
      const hash = tokenHash === null ? null : tokenHash.toString("hex");
      const where = [append.run.id, id, path, slot, attempt, blockId];
      const at = append.events[0]?.at ?? null;
      const state = endsAtOnce(append, wait) ? "closed" : "open";
      return [...where, kind, hash, deadline, siteId, at, state];
    }),
};

/** What closes waits in the same statement does not see the rows that it writes. */
function endsAtOnce({ closesAllWaits, closedWaits }: Append, wait: WaitRow): boolean {
  return (
    closesAllWaits || closedWaits.some(({ path, slot }) => path === wait.path && slot === wait.slot)
  );
}

const accepted: Part = {
  name: "accepted",
  columns: [
    ["run", "bigint"],
    ["id", "text"],
    ["status", "int"],
  ],
  sql: `accepted as (
    update wait w set outbound_status = x.status
    from $rows join live on live.id = x.run
    where w.run_day = live.run_day and w.run_id = live.id and w.id = x.id)`,
  rows: ({ run, accepted }) => accepted.map(({ waitId, status }) => [run.id, waitId, status]),
};

const closed: Part = {
  name: "closed",
  columns: [
    ["run", "bigint"],
    ["path", "text"],
    ["slot", "text"],
    ["at", "timestamptz"],
  ],
  sql: `closed as (
    update wait w set state = 'closed', ended_at = greatest(coalesce(x.at, now()), w.created_at)
    from $rows join live on live.id = x.run
    where w.run_day = live.run_day and w.run_id = live.id and w.state = 'open'
      and (x.path is null or (w.path = x.path and w.slot = x.slot)))`,
  rows: ({ run, closedWaits, closesAllWaits, events }) => {
    const at = events[0]?.at ?? null;
    if (closesAllWaits) return [[run.id, null, null, at]];
    return closedWaits.map(({ path, slot }) => [run.id, path, slot, at]);
  },
};

const taken: Part = {
  name: "taken",
  columns: [
    ["run", "bigint"],
    ["id", "bigint"],
  ],
  sql: `taken as (
    update run_inbox i set taken_at = now()
    from $rows join live on live.id = x.run
    where i.run_day = live.run_day and i.run_id = live.id and i.id = x.id)`,
  rows: ({ run, inboxTaken }) => inboxTaken.map((id) => [run.id, id]),
};

const spared: Part = {
  name: "spared",
  columns: [
    ["run", "bigint"],
    ["id", "bigint"],
  ],
  sql: `spared as (
    update callback_delivery d set view = null
    from $rows join live on live.id = x.run
    where d.run_day = live.run_day and d.run_id = live.id and d.id = x.id)`,
  rows: ({ run, sparedDeliveries }) => sparedDeliveries.map((id) => [run.id, id]),
};

export const blockParts: readonly Part[] = [
  logs,
  actions,
  results,
  waits,
  accepted,
  closed,
  taken,
  spared,
];
