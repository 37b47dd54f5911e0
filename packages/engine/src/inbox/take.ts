/** Reads what lies in the inbox of runs that this process has. Rows are taken by the journal, with the events made of them. */
import type { Json } from "@callbook/core/json";
import type { Pool } from "pg";

export interface InboxRow {
  readonly id: string;
  readonly runId: number;
  readonly message: InboxMessage;
}

export type InboxMessage =
  | {
      readonly kind: "callback";
      readonly appRunId: number;
      readonly parameterIndex: number;
      readonly waitId: string;
      readonly answer: CallbackAnswer;
    }
  | {
      readonly kind: "timeout";
      readonly appRunId: number;
      readonly parameterIndex: number;
      readonly waitId: string;
    }
  | { readonly kind: "cancel"; readonly by: string };

export interface CallbackAnswer {
  readonly deliveryId: string;
  readonly receivedAt: string;
  readonly answered: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly view: Json;
  readonly text: string;
  readonly size: number;
  /** Arrivals at this callback URL until now, this one included. */
  readonly attempts: number;
}

interface Row {
  readonly id: string;
  readonly run: number;
  readonly kind: string;
  readonly wait: string | null;
  readonly app_run: number | null;
  readonly index: number | null;
  readonly by: string | null;
  readonly delivery: string | null;
  readonly received: Date | null;
  readonly answered: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly view: Json;
  readonly body: Buffer | null;
  readonly attempts: number;
}

/** Rows that nobody has taken, in the order in which they came. */
export async function readInbox(
  pool: Pool,
  runIds: readonly number[],
): Promise<readonly InboxRow[]> {
  const answer = await pool.query<Row>({
    name: "read inbox",
    text: `select i.id::text as id, i.run_id as run, i.kind, i.payload->>'waitId' as wait,
        (i.payload->>'appRunId')::int as app_run, (i.payload->>'parameterIndex')::int as index,
        i.payload->>'by' as by, d.id::text as delivery, d.received_at as received, d.answered, d.headers,
        d.view, d.body,
        (select count(*)::int from callback_delivery c where c.wait_id = d.wait_id) as attempts
      from run_inbox i left join callback_delivery d on d.id = (i.payload->>'deliveryId')::bigint
      where i.run_id = any($1::int[]) and i.taken_at is null order by i.id`,
    values: [runIds],
  });
  return answer.rows.flatMap((row) => {
    const message = messageOf(row);
    return message === null ? [] : [{ id: row.id, runId: row.run, message }];
  });
}

function messageOf(row: Row): InboxMessage | null {
  if (row.kind === "cancel") return { kind: "cancel", by: row.by ?? "" };
  const { wait: waitId, app_run: appRunId, index: parameterIndex } = row;
  if (waitId === null || appRunId === null || parameterIndex === null) return null;
  const of = { waitId, appRunId, parameterIndex };
  if (row.kind === "timeout") return { kind: "timeout", ...of };
  if (row.kind !== "callback" || row.delivery === null) return null;
  const answer: CallbackAnswer = {
    deliveryId: row.delivery,
    receivedAt: (row.received ?? new Date(0)).toISOString(),
    answered: row.answered ?? 202,
    headers: row.headers ?? {},
    view: row.view,
    text: row.body?.toString("utf8") ?? "",
    size: row.body?.length ?? 0,
    attempts: row.attempts,
  };
  return { kind: "callback", ...of, answer };
}
