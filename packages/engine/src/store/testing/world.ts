/** What the suite plays with: a store, a second process's store, and appends as an engine makes them. */
import { type BlockPath, blockPath, type RunEvent, type Slot, slotNamed } from "@callbook/core/log";
import type { TestDatabase } from "@callbook/db/testing";
import type { Pool } from "pg";
import { packBody } from "../body.ts";
import { waitIdOn } from "../day.ts";
import { openRunStore } from "../open.ts";
import type { Append, BlockResultRow, RunColumns, WaitRow } from "../rows.ts";
import type { RunStore } from "../run-store.ts";

export interface World {
  /** Of the process "mine". */
  readonly store: RunStore;
  /** Of the process "other", on the same database. */
  readonly other: RunStore;
  /** For what no process does: turning back clocks, emptying tables, holding locks. */
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly revisionId: number;
  /** Two playbooks of two sites. */
  readonly playbooks: readonly [number, number];
  readonly sites: readonly [number, number];
}

/** Two stores on a database that is migrated and empty. */
export async function openWorld(database: TestDatabase): Promise<World> {
  const { pool, url: databaseUrl } = database;
  const made = await pool.query<{ playbook: number; revision: number }>(
    `with p as (insert into playbook (site_id, name, created_by) values (1, 'One', 'u_1'), (2, 'Two', 'u_1')
       returning id)
     insert into revision (playbook_id, draft, seq, document, created_by)
     select id, false, 0, '{}', 'u_1' from p returning playbook_id as playbook, id as revision`,
  );
  const [one, two] = made.rows;
  return {
    store: openRunStore({ pool, executorId: "mine" }),
    other: openRunStore({ pool, executorId: "other" }),
    pool,
    databaseUrl,
    revisionId: one?.revision ?? 0,
    playbooks: [one?.playbook ?? 0, two?.playbook ?? 0],
    sites: [1, 2],
  };
}

/** Opened before all tests of a file; the suite asks for it when they run. */
export type Open = () => World;

export const at = "2026-01-02T03:04:05.678Z";
export const path: BlockPath = blockPath("b_1");
export const slot: Slot = slotNamed("70/0");

/** Every id of the suite lies beyond 2^31. */
let lastRun = 2 ** 40;

/** The first append of a new run of today (or of another day), which "mine" performs. */
export function newRun({ revisionId, playbooks, sites }: World, day = today()): Append {
  lastRun += 1;
  const create = {
    playbookId: playbooks[0],
    revisionId,
    siteId: sites[0],
    testRun: false,
    actingUserId: "u_1",
    startedBy: "u_2",
    inputs: {},
    requestKey: null,
    executorId: "mine",
  };
  const event = { v: 1, type: "RunStarted", revisionId, testRun: false } as const;
  return {
    run: { id: lastRun, day },
    epoch: 1,
    headSeq: 0,
    create,
    events: [{ seq: 1, at, event }],
    ...nothing,
    columns: running,
  };
}

/** The same with other columns of its row. */
export function made(append: Append, row: Partial<NonNullable<Append["create"]>>): Append {
  return append.create === null ? append : { ...append, create: { ...append.create, ...row } };
}

/** The append after `before`, with one event that says nothing, and more if it is given. */
export function next(before: Append, more: Partial<Append> = {}): Append {
  const headSeq = before.headSeq + before.events.length;
  const event = { v: 1, type: "LogWritten", path, blockId: "b_1", level: "info" } as const;
  const events: readonly RunEvent[] = [{ seq: headSeq + 1, at, event }];
  return { ...before, create: null, headSeq, events, ...nothing, columns: running, ...more };
}

const nothing = {
  logs: [],
  actionRuns: [],
  results: [],
  waits: [],
  accepted: [],
  closedWaits: [],
  closesAllWaits: false,
  inboxTaken: [],
  sparedDeliveries: [],
};

export const running: RunColumns = {
  state: "running",
  startedAt: at,
  finishedAt: null,
  handledFailures: 0,
  requests: 0,
  failedRequests: 0,
  unknownRequests: 0,
  failure: null,
  outputs: null,
  released: false,
};
/** All of it waits; nobody has it. */
export const parked: RunColumns = { ...running, state: "waiting", released: true };

/** It has ended. */
export function ended(
  state: "succeeded" | "failed" | "cancelled",
  more: Partial<RunColumns> = {},
): RunColumns {
  return { ...running, state, finishedAt: at, released: true, ...more };
}

let lastWait = 0;

export function newWait(day: string, more: Partial<WaitRow> = {}): WaitRow {
  lastWait += 1;
  const uuid = `00000000-0000-4000-8000-${String(lastWait).padStart(12, "0")}`;
  return {
    id: waitIdOn(day, uuid),
    path,
    slot,
    attempt: 1,
    blockId: "b_1",
    kind: "callback",
    tokenHash: Buffer.alloc(32, 7),
    deadline: fromNow(60_000),
    siteId: 1,
    ...more,
  };
}

export const nothingPacked = await packBody(null);

export function newResult(more: Partial<BlockResultRow> = {}): BlockResultRow {
  return {
    path,
    slot,
    attempt: 1,
    connectionId: 3,
    status: "success",
    statusCode: 200,
    message: "fine",
    summary: { rows: 1 },
    error: null,
    trace: [],
    data: nothingPacked,
    raw: nothingPacked,
    size: 4,
    startedAt: at,
    finishedAt: at,
    ...more,
  };
}

/** What arrives at a callback URL. */
export function newDelivery(view: string | null = '{"v":1}') {
  const body = Buffer.from(view ?? "?");
  return { method: "POST", headers: { date: "today" }, body, bodyHash: Buffer.alloc(32), view };
}

/** Writes them one after the other; all must be written. */
export async function write(store: RunStore, ...appends: readonly Append[]): Promise<void> {
  for (const append of appends) {
    const written = await store.append([append]);
    if (!written.has(append.run.id)) throw new Error(`run ${append.run.id} was not written`);
  }
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
