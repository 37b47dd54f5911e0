/** Reads what a run waits or waited for, and what arrived for it. */
import { type Json, parseExactly } from "@callbook/core/json";
import type { RunReader } from "../run-store.ts";
import { viewOf } from "../spared.ts";
import type { DeliveryView, NextWait, WaitView } from "../views.ts";
import { type Queryable, rowsOf } from "./query.ts";
import { ofRun } from "./week.ts";

export function waitsReader(
  pool: Queryable,
): Pick<RunReader, "readWaits" | "readNextWaits" | "listDeliveries"> {
  return {
    readWaits: (key) => rowsOf<WaitView>(pool, ofRun(key, { name: "read waits", text: waitsText })),
    readNextWaits: async (runs) =>
      runs.length === 0
        ? []
        : rowsOf<NextWait>(pool, {
            name: "read next waits",
            text: `select distinct on (w.run_id) w.run_id as "runId", w.kind, w.deadline
              from unnest($1::date[], $2::bigint[]) as k(day, id)
              join wait w on w.run_day = k.day and w.run_id = k.id
              where w.state = 'open' order by w.run_id, w.deadline`,
            values: [runs.map(({ day }) => day), runs.map(({ id }) => id)],
          }),
    listDeliveries: async (key, waitId, after, limit) => {
      const sql = ofRun(key, {
        name: "list deliveries",
        text: `select id, received_at as "receivedAt", method, answered, outcome, headers, view,
            length(body) as size, case when view is null and answered = 202 then body end as body
          from callback_delivery
          where run_day = $1 and run_id = $2 and wait_id = $3 and id > $4::bigint order by id limit $5`,
        values: [waitId, after ?? "0", limit],
      });
      const rows = await rowsOf<DeliveryLine>(pool, sql);
      return rows.map(deliveryOf);
    },
  };
}

const waitsText = `select id, path, slot, attempt, block_id as "blockId", kind, state,
    outbound_status as "outboundStatus", deadline, created_at as "createdAt", ended_at as "endedAt"
  from wait where run_day = $1 and run_id = $2 order by created_at, id`;

interface DeliveryLine extends Omit<DeliveryView, "id" | "headers" | "view"> {
  /** Of one that is kept as a result, and of which only this lies here. */
  readonly body: Buffer | null;
  readonly id: number;
  readonly headers: string;
  readonly view: string | null;
}

function deliveryOf({ body, ...row }: DeliveryLine): DeliveryView {
  const headers: Readonly<Record<string, string>> = JSON.parse(row.headers);
  const stored = row.view;
  const again = body === null ? null : viewOf(headers, body);
  const view: Json = stored === null ? again : parseExactly(stored);
  return { ...row, id: String(row.id), headers, view };
}
