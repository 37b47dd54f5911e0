import type { RunEvent } from "@callbook/core/log";
import type { PrismaClient } from "@callbook/db";
import type { EngineClient } from "@callbook/engine";
import type { Notices } from "../notice/notice.ts";
import type { Actor } from "../permissions/actor.ts";
import { readOperationsSince } from "../playbook/read-operations.ts";
import type { OperationsPage } from "../playbook/views.ts";
import { readTogether } from "../read-together.ts";
import { EVENTS_AT_ONCE } from "../run/page.ts";
import { type Asker, askerName, askersNow } from "../session/find-actor.ts";
import { Feed } from "./feed.ts";
import { type ListNews, runsList } from "./runs-list.ts";

/** How often it is asked who is still signed in; that ends a stream well within five seconds. */
export const SESSION_EVERY_MS = 3000;

/** What the streams of this process share, so that they cost what happens and not what looks on. */
export interface Live {
  /** Calls back when the log of a run may have grown, all who follow it at once. */
  followRun(id: number, reader: () => void): () => void;
  followPlaybook(id: number, reader: () => void): () => void;
  followList(reader: (news: ListNews) => void): () => void;
  /** Calls back when it is time to ask who is still signed in, all at once. */
  followSessions(reader: () => void): () => void;
  /** Events after a seq, as many as come at once; none: there are none now, or the run is gone. */
  eventsAfter(id: number, seq: number): Promise<readonly RunEvent[]>;
  operationsAfter(id: number, seq: number): Promise<OperationsPage>;
  /** The person as he is now; null: his session is over, or he is gone. */
  askerNow(asker: Asker): Promise<Actor | null>;
}

export interface LiveOptions {
  readonly db: PrismaClient;
  readonly engine: Pick<EngineClient, "subscribe" | "runs">;
  readonly notices: Notices;
  readonly now: () => Date;
}

export function createLive({ db, engine, notices, now }: LiveOptions): Live {
  const list = runsList(engine);
  const wakeups = new Map<string, Feed<null>>();
  const follow = (
    name: string,
    listen: (struck: () => void) => () => void,
    reader: () => void,
  ): (() => void) => {
    const feed = wakeups.get(name) ?? new Feed({ listen, read: () => Promise.resolve(null) });
    wakeups.set(name, feed);
    const end = feed.subscribe(reader);
    return () => {
      end();
      if (!feed.hasReaders && wakeups.get(name) === feed) wakeups.delete(name);
    };
  };
  const eventsAt = readTogether(cursorName, (cursors: readonly Cursor[]) =>
    eachOf(cursors, async ({ id, seq }): Promise<readonly RunEvent[]> => {
      const run = await engine.runs.readRun(id);
      return run === null ? [] : engine.runs.readLog(run.key, seq, EVENTS_AT_ONCE);
    }),
  );
  const operationsAt = readTogether(cursorName, (cursors: readonly Cursor[]) =>
    eachOf(cursors, ({ id, seq }) => readOperationsSince(db, id, seq)),
  );
  const askers = readTogether(askerName, (asked: readonly Asker[]) =>
    askersNow({ db, now }, asked),
  );
  return {
    followRun: (id, reader) =>
      follow(`run:${id}`, (struck) => engine.subscribe([id], struck), reader),
    followPlaybook: (id, reader) =>
      follow(
        `playbook:${id}`,
        (struck) =>
          notices.subscribe((notice) => {
            if (notice.kind === "playbook" && notice.id === id) struck();
          }),
        reader,
      ),
    followList: (reader) => list.subscribe(reader),
    followSessions: (reader) =>
      follow(
        "sessions",
        (struck) => {
          const timer = setInterval(struck, SESSION_EVERY_MS);
          return () => clearInterval(timer);
        },
        reader,
      ),
    eventsAfter: async (id, seq) => (await eventsAt({ id, seq })) ?? [],
    operationsAfter: async (id, seq) =>
      (await operationsAt({ id, seq })) ?? { operations: [], more: false },
    askerNow: async (asker) => (await askers(asker)) ?? null,
  };
}

/** Where a reader stands in a log. */
interface Cursor {
  readonly id: number;
  readonly seq: number;
}

function cursorName({ id, seq }: Cursor): string {
  return `${id}@${seq}`;
}

async function eachOf<Value>(
  cursors: readonly Cursor[],
  read: (cursor: Cursor) => Promise<Value>,
): Promise<ReadonlyMap<string, Value>> {
  return new Map(
    await Promise.all(
      cursors.map(async (cursor) => [cursorName(cursor), await read(cursor)] as const),
    ),
  );
}
