/**
 * What comes from outside for a run: a row, written in the transaction that ends
 * the wait it belongs to. The row of the run is locked first and changed in any
 * case, so that an owner that lets go at the same moment either sees the inbox
 * row or leaves a run that this statement makes claimable.
 */
import type { Pool } from "pg";

export const INBOX_CHANNEL = "callbook_run_inbox";

/** `run` becomes claimable when nobody has it. */
const claimable = `update run r set
      state = case when r.executor_id is null and r.state = 'waiting' then 'queued' else r.state end`;

export interface Delivery {
  readonly waitId: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly bodyHash: Buffer;
  /** JSON text of the parsed payload. */
  readonly view: string;
}

/**
 * Ends an open wait with this delivery: the delivery, the inbox row and the end
 * of the wait are one transaction. Gives the run's id, or null when another
 * answer, the deadline or the run's end was faster.
 */
export async function consumeWait(pool: Pool, delivery: Delivery): Promise<number | null> {
  const answer = await pool.query<{ run: number }>({
    name: "consume wait",
    text: `with r as (${claimable}
      from wait w where w.id = $1 and w.state = 'open' and r.id = w.run_id and r.finished_at is null
      returning r.id),
    ended as (update wait w set state = 'satisfied', ended_at = now() from r
      where w.id = $1 and w.run_id = r.id and w.state = 'open' and w.deadline > now()
      returning w.id, w.run_id, w.app_run_id, w.parameter_index),
    arrived as (insert into callback_delivery (wait_id, method, answered, outcome, headers, body, body_hash, view)
      select id, $2, 202, 'accepted', $3, $4, $5, $6 from ended returning id),
    row as (insert into run_inbox (run_id, kind, payload)
      select ended.run_id, 'callback', jsonb_build_object('waitId', ended.id, 'deliveryId', arrived.id::text,
        'appRunId', ended.app_run_id, 'parameterIndex', ended.parameter_index)
      from ended, arrived returning run_id)
    select run_id as run, pg_notify('${INBOX_CHANNEL}', run_id::text) from row`,
    values: [
      delivery.waitId,
      delivery.method,
      JSON.stringify(delivery.headers),
      delivery.body,
      delivery.bodyHash,
      delivery.view,
    ],
  });
  return answer.rows[0]?.run ?? null;
}

/** Ends waits whose deadline has passed, by the database's clock. Gives the runs; at most `limit` waits at a time. */
export async function expireWaits(pool: Pool, limit: number): Promise<readonly number[]> {
  const answer = await pool.query<{ run: number }>(
    `with due as (select id, run_id from wait where state = 'open' and deadline <= now()
       order by deadline limit $1),
     locked as (select id from run where id in (select run_id from due) order by id for update),
     r as (${claimable} from locked where r.id = locked.id returning r.id),
     ended as (update wait w set state = 'expired', ended_at = now() from due, r
       where w.id = due.id and w.run_id = r.id and w.state = 'open'
       returning w.id, w.run_id, w.app_run_id, w.parameter_index),
     row as (insert into run_inbox (run_id, kind, payload)
       select run_id, 'timeout', jsonb_build_object('waitId', id, 'appRunId', app_run_id,
         'parameterIndex', parameter_index) from ended returning run_id)
     select run_id as run, pg_notify('${INBOX_CHANNEL}', run_id::text)
     from (select distinct run_id from row) each`,
    [limit],
  );
  return answer.rows.map(({ run }) => run);
}

/** Asks for the end of a run. False: it has ended already (or there is none). */
export async function requestCancel(
  pool: Pool,
  runId: number,
  who: { readonly userId: string; readonly name: string },
): Promise<boolean> {
  const answer = await pool.query(
    `with r as (${claimable}, cancel_requested = $2
       where r.id = $1 and r.finished_at is null returning r.id),
     row as (insert into run_inbox (run_id, kind, payload)
       select id, 'cancel', jsonb_build_object('by', $3::text) from r returning run_id)
     select pg_notify('${INBOX_CHANNEL}', run_id::text) from row`,
    [runId, who.userId, who.name],
  );
  return answer.rowCount === 1;
}
