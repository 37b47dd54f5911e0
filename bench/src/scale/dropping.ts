/**
 * Drops a week of runs while others start runs and read. A second process is started beside the one
 * that is asked, since a process looks for old weeks when it starts; the same is done with nothing to
 * drop, and what differs is what dropping costs.
 */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { repository, startWorker } from "../server.ts";
import { say } from "../table.ts";
import { newestRuns, type Question, runThatStays, start } from "./reads.ts";
import { seedRuns } from "./seed.ts";
import { type Side, setDaysToKeep } from "./world.ts";

export interface Loaded {
  readonly dropped: boolean;
  /** Seconds from the start of the second process until there was nothing left to drop. */
  readonly seconds: number;
  /** Of every request by its question, in milliseconds. */
  readonly times: ReadonlyMap<string, readonly number[]>;
  /** The longest time that a session other than the dropping one waited for a lock, in milliseconds. */
  readonly longestWaitMs: number;
  readonly longestWait: string;
}

const senders: readonly Question[] = [start, start, newestRuns, runThatStays];
/** A sender asks so often, and not before it has been answered. */
const everyMs = 25;
const settleMs = 5_000;

/** The Mondays of the weeks to drop, the oldest first, each with so many runs. */
export async function seedOldWeeks(side: Side, weeks: number, runs: number): Promise<void> {
  for (let week = weeks; week > 0; week -= 1) {
    // Within one week from Monday to Sunday, whatever day it is today.
    const monday = 7 * (13 + week) + ((new Date().getUTCDay() + 6) % 7);
    say(`${side.name}: ${runs} runs of a week ${monday} days ago are written`);
    const days = { fromDaysAgo: monday - 0.5, toDaysAgo: monday - 6.5 };
    const { playbooks } = side;
    await seedRuns(side.db, { count: runs, ...days, playbooks });
  }
}

/** The load, with the oldest week dropped within it or not. */
export async function loadWhileDropping(side: Side, drops: boolean): Promise<Loaded> {
  const before = await oldestWeek(side);
  const today = Date.now() / 86_400_000;
  const age = Math.floor(today - Date.parse(before) / 86_400_000);
  await setDaysToKeep(side.db, drops ? age - 7 : 3650);
  const stopping = new AbortController();
  const times = new Map<string, number[]>();
  const watching = watchLocks(side, stopping.signal);
  const sending = senders.map((question) => send(side, question, times, stopping.signal));
  await delay(settleMs);
  const from = performance.now();
  const { databaseUrl, directory } = side;
  const worker = await startWorker({ checkout: repository, databaseUrl, directory });
  while (drops && (await oldestWeek(side)) === before) await delay(50);
  const seconds = (performance.now() - from) / 1000;
  await delay(settleMs);
  await worker.stop();
  await delay(settleMs);
  stopping.abort();
  await Promise.all(sending);
  await setDaysToKeep(side.db, 3650);
  return { dropped: drops, seconds, times, ...(await watching) };
}

async function send(
  side: Side,
  question: Question,
  times: Map<string, number[]>,
  signal: AbortSignal,
): Promise<void> {
  const mine = times.get(question.name) ?? [];
  times.set(question.name, mine);
  while (!signal.aborted) {
    const from = performance.now();
    await question.ask(side);
    const took = performance.now() - from;
    mine.push(took);
    await delay(Math.max(0, everyMs - took));
  }
}

/** "2026-08-17": of the oldest week that has a partition of the last table that is dropped. */
async function oldestWeek({ db }: Side): Promise<string> {
  const found = await db.query<{ monday: string }>(
    `select min(to_date(right(c.relname, 8), 'YYYYMMDD'))::text as monday from pg_class c
     where c.relkind = 'r' and c.relname ~ ('^(' || array_to_string(run_log_tables(), '|') || ')_\\d{8}$')`,
  );
  const monday = found.rows[0]?.monday;
  if (monday === undefined) throw new Error("there are no weeks");
  return monday;
}

type Watched = Pick<Loaded, "longestWaitMs" | "longestWait">;

/** Looks every few milliseconds who waits for a lock and since when, but for whoever drops. */
async function watchLocks({ databaseUrl }: Side, signal: AbortSignal): Promise<Watched> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let longest: Watched = { longestWaitMs: 0, longestWait: "nobody" };
  while (!signal.aborted) {
    const found = await client.query<{ ms: number; what: string }>({
      name: "watch",
      text: `select extract(epoch from clock_timestamp() - l.waitstart)::float8 * 1000 as ms,
          l.locktype || ' ' || l.mode || ' ' || coalesce(l.relation::regclass::text, '') || ': '
            || left(a.query, 60) as what
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and a.query !~* '^(alter table|drop table|select pg_try_advisory)'
        order by 1 desc nulls last limit 1`,
    });
    const [row] = found.rows;
    if (row !== undefined && row.ms > longest.longestWaitMs)
      longest = { longestWaitMs: row.ms, longestWait: row.what };
    await delay(3);
  }
  await client.end();
  return longest;
}
