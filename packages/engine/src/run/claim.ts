/** Who has a run. Opening takes a new epoch, so that whoever had it before writes no more. */
import type { Json } from "@callbook/core/json";
import type { Pool } from "pg";

export interface ClaimedRun {
  readonly id: number;
  readonly epoch: number;
  readonly playbookId: number;
  readonly revisionId: number;
  readonly siteId: number;
  readonly actingUserId: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** Openings without a new event, this one included. */
  readonly silentOpenings: number;
  /** Seq of the newest event. */
  readonly headSeq: number;
}

export interface ClaimOptions {
  readonly executorId: string;
  /** Processes that the sweep found dead. */
  readonly dead: readonly string[];
  /** Takes runs from living owners too: they did not obey a cancel. */
  readonly force?: boolean;
}

interface Row {
  readonly id: number;
  readonly epoch: number;
  readonly playbook: number;
  readonly revision: number;
  readonly site: number;
  readonly acting: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly silent: number;
  readonly head: number;
}

const orphaned = `(r.executor_id = any($3::text[])
    or not exists (select 1 from process_heartbeat h where h.executor_id = r.executor_id))`;

/**
 * Opens those of the runs that nobody living has and that have something to do.
 * Those that another process opens at the same moment are left to it. Name none
 * that this process has in memory: what it has only on disk counts as nobody's.
 */
export async function claimRuns(
  pool: Pool,
  runIds: readonly number[],
  options: ClaimOptions,
): Promise<readonly ClaimedRun[]> {
  const { executorId, dead, force = false } = options;
  const answer = await pool.query<Row>({
    name: "claim runs",
    text: `with free as (select r.id from run r where r.id = any($2::int[]) and r.finished_at is null
        and ($4 or (r.executor_id is null and r.state <> 'waiting')
          or r.executor_id = $1 or (r.executor_id is not null and ${orphaned}))
      order by r.id for update skip locked)
    update run r set epoch = r.epoch + 1, executor_id = $1, silent_openings = r.silent_openings + 1,
      state = case r.state when 'queued' then 'running' else r.state end
    from free where r.id = free.id
    returning r.id, r.epoch, r.playbook_id as playbook, r.revision_id as revision, r.site_id as site,
      r.acting_user_id as acting, r.inputs, r.silent_openings as silent, r.head_seq as head`,
    values: [executorId, runIds, dead, force],
  });
  return answer.rows.map((row) => ({
    id: row.id,
    epoch: row.epoch,
    playbookId: row.playbook,
    revisionId: row.revision,
    siteId: row.site,
    actingUserId: row.acting,
    inputs: row.inputs,
    silentOpenings: row.silent,
    headSeq: row.head,
  }));
}

/** Gives back what this process has and no longer performs; an opening that ends so was no death. */
export async function handBack(pool: Pool, executorId: string): Promise<void> {
  await pool.query(
    `with mine as (select id from run where executor_id = $1 and finished_at is null
       order by id for update)
     update run r set executor_id = null, state = 'queued', silent_openings = 0,
       epoch = r.epoch + 1
     from mine where r.id = mine.id`,
    [executorId],
  );
}

/** Gives back one run whose opening failed. The opening counts. */
export async function leaveRun(pool: Pool, runId: number, epoch: number): Promise<void> {
  await pool.query(
    `update run set executor_id = null, state = 'queued'
     where id = $1 and epoch = $2 and finished_at is null`,
    [runId, epoch],
  );
}
