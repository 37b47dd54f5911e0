/** Reads the log of one run: its events, unpacked, and the lines that blocks wrote. */
import { presentEvent, type RunEvent } from "@callbook/core/log";
import type { RunReader } from "../run-store.ts";
import type { CalledView, LogLine } from "../views.ts";
import { type Queryable, rowsOf } from "./query.ts";
import { ofRun } from "./week.ts";

interface PackedRow {
  readonly first: number;
  readonly at: string;
  readonly events: string;
}

export function logReader(
  pool: Queryable,
): Pick<RunReader, "readLog" | "findCalls" | "listLogLines"> {
  return {
    readLog: async (key, afterSeq = 0, limit) => {
      const wanted =
        limit === undefined
          ? { name: "read log", text: readAll, values: [afterSeq] }
          : { name: "read part of log", text: readPart, values: [afterSeq, limit] };
      const rows = await rowsOf<PackedRow>(pool, ofRun(key, wanted));
      const events = rows.flatMap(unpack).filter(({ seq }) => seq > afterSeq);
      return limit === undefined ? events : events.slice(0, limit);
    },
    findCalls: async (key, callbackId, path, limit) => {
      const found: CalledView[] = [];
      const needle = JSON.stringify(callbackId);
      for (let before = 2 ** 31 - 1; found.length < limit; ) {
        const values = [before, needle, rowsAtOnce];
        const rows = await rowsOf<PackedRow>(pool, ofRun(key, { text: findNamed, values }));
        for (const event of rows.flatMap((row) => unpack(row).reverse())) {
          const call = callIn(event, callbackId);
          if (call !== null && (path === null || call.path === path)) found.push(call);
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < rowsAtOnce) break;
        before = last.first;
      }
      return found.slice(0, limit);
    },
    listLogLines: (key, after, limit) =>
      rowsOf<LogLine>(
        pool,
        ofRun(key, {
          name: "list log lines",
          text: `select seq, line, at, path, block_id as "blockId", level, text from run_log
            where run_day = $1 and run_id = $2 and (seq, line) > ($3::int, $4::int)
            order by seq, line limit $5`,
          values: [after?.seq ?? 0, after?.line ?? -1, limit],
        }),
      ),
  };
}

const rowsAtOnce = 100;

// The row that holds the first wanted event may begin with events before it.
const from = `first_seq >= coalesce((select max(first_seq) from run_event
  where run_day = $1 and run_id = $2 and first_seq <= $3::int + 1), 0)`;
const columns =
  "select first_seq as first, at, events from run_event where run_day = $1 and run_id = $2";
const readAll = `${columns} and ${from} order by first_seq`;
const readPart = `${columns} and ${from} and first_seq <= $3::bigint + $4::int order by first_seq`;
const findNamed = `${columns} and first_seq < $3 and strpos(events, $4) > 0
  order by first_seq desc limit $5`;

function unpack({ first, at, events }: PackedRow): RunEvent[] {
  const bodies: RunEvent["event"][] = JSON.parse(events);
  return bodies.map((event, index) => ({ seq: first + index, at, event }));
}

function callIn({ seq, at, event: stored }: RunEvent, callbackId: string): CalledView | null {
  const event = presentEvent(stored);
  if (event?.type === "CallbackCalled" && event.callbackId === callbackId) {
    const { path, mode, args } = event;
    return { seq, at, path, mode, args };
  }
  if (event?.type !== "BlockRan" || event.args === null) return null;
  const call = event.called.find(([id]) => id === callbackId);
  if (call === undefined) return null;
  const { path, mode, args } = event;
  const [, slot] = call;
  return {
    seq,
    at,
    path,
    mode,
    args: slot === null ? args : { ...args, filtered: { path, slot } },
  };
}
