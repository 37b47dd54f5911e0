/** Brings runs that were opened from disk into memory. */
import type { BlockRunner } from "@callbook/core/block";
import { type Block, newDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import {
  type BlockPath,
  type BlockState,
  emptyRunState,
  foldRun,
  KeptState,
  presentEvent,
  type RunEvent,
  type RunState,
  type Slot,
} from "@callbook/core/log";
import { executionSlots, type KeptOutcome } from "@callbook/core/results";
import { endedPaths, handingOn, neededForNextSteps, neededResults } from "@callbook/core/run";
import { isPassing } from "@callbook/db";
import { type PassMemory, type RunMemory, runnerOf, slotKey } from "../performer/memory.ts";
import { RunClock } from "../performer/run-clock.ts";
import { plannedAction } from "../performer/turn.ts";
import type { RunnableRevision } from "../ports.ts";
import type { ActionRunRow, StoredResult, StoredWait } from "../store/rows.ts";
import type { ClaimedRun, RunStore } from "../store/run-store.ts";

export interface LoadedRun {
  readonly memory: RunMemory;
  readonly silentOpenings: number;
  /** Slot keys of executions whose unsafe request may have left. */
  readonly intended: ReadonlySet<string>;
  /** By slot key, oldest first. */
  readonly waits: ReadonlyMap<string, readonly StoredWait[]>;
}

/** The log holds an event that a newer version wrote: this process leaves the run alone. */
export class UnknownEvent extends Error {
  readonly event: RunEvent;
  constructor(event: RunEvent) {
    super(`event ${event.seq} is a ${event.event.type} of version ${event.event.v}`);
    this.name = "UnknownEvent";
    this.event = event;
  }
}

/** What a run is loaded with. */
export interface Loading {
  readonly store: RunStore;
  readonly runners: ReadonlyMap<string, BlockRunner>;
  /** Whether this process may take a run forward that holds the event. */
  readonly knows: (event: RunEvent) => boolean;
  readonly databaseNow: () => Date;
}

/** Loads the log, the passes and what of their results may still be read. Throws UnknownEvent. */
export async function loadRun(
  { store, runners, knows, databaseNow }: Loading,
  claimed: ClaimedRun,
  { document, catalogue }: RunnableRevision,
): Promise<LoadedRun> {
  const { key, epoch, playbookId, siteId, actingUserId, silentOpenings } = claimed;
  const [events, { inputs }, rows, waitRows] = await Promise.all([
    store.readLog(key),
    store.readRunBody(key),
    store.readActionRuns(key, null),
    store.readWaits(key),
  ]);
  const unknown = events.find((event) => !knows(event));
  if (unknown !== undefined) throw new UnknownEvent(unknown);
  const kept = new KeptState(foldRun(events));
  const memory: RunMemory = {
    key,
    epoch,
    playbookId,
    siteId,
    actingUserId,
    document,
    catalogue,
    inputs,
    kept,
    clock: new RunClock(databaseNow, events.at(-1)?.at ?? claimed.knownSince),
    hasWaits: false,
    outputs: null,
    create: null,
    passes: new Map(),
    values: new Map(),
  };
  const waits = waitsBySlot(waitRows);
  memory.hasWaits = waits.size > 0;
  addPasses(memory, runners, rows);
  keepResults(memory, await store.readResults(key, wantedPaths(memory)));
  return { memory, silentOpenings, intended: intendedSlots(events), waits };
}

/**
 * What there is to be read of a run that cannot be loaded, so that it can be ended: without its revision it
 * has no blocks, and without its log nothing of it is known. Rejects only for what passes.
 */
export async function loadRemains(
  { store, databaseNow }: Pick<Loading, "store" | "databaseNow">,
  claimed: ClaimedRun,
  loadRevision: (revisionId: number) => Promise<RunnableRevision>,
): Promise<RunMemory> {
  const { key, epoch, playbookId, siteId, actingUserId, headSeq, knownSince } = claimed;
  const events = await readable(() => store.readLog(key));
  const state = events === null ? null : await readable(async () => foldRun(events));
  const revision = state === null ? null : await readable(() => loadRevision(claimed.revisionId));
  const catalogue = { blocks: new Map(), integrations: [] };
  const document = newDocument({ name: "unknown" });
  const unknown: RunState = {
    ...emptyRunState,
    seq: headSeq,
    state: "running",
    startedAt: knownSince,
  };
  return {
    key,
    epoch,
    playbookId,
    siteId,
    actingUserId,
    ...(revision ?? { document, catalogue }),
    inputs: {},
    kept: new KeptState(state ?? unknown),
    clock: new RunClock(databaseNow, events?.at(-1)?.at ?? knownSince),
    // Those of a log that cannot be read may be open.
    hasWaits: true,
    outputs: null,
    create: null,
    passes: new Map(),
    values: new Map(),
  };
}

/** null: it cannot be read, now or later. */
async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isPassing(error)) throw error;
    return null;
  }
}

/** Passes that a runner performs, as far as they have begun. */
function addPasses(
  memory: RunMemory,
  runners: ReadonlyMap<string, BlockRunner>,
  rows: readonly ActionRunRow[],
): void {
  const blocks = new Map(memory.document.blocks.map((block) => [block.id, block] as const));
  const rowAt = new Map(rows.map((row) => [row.path, row] as const));
  for (const state of Object.values<BlockState>(memory.kept.onDisk.blocks)) {
    const block = blocks.get(state.blockId);
    const kind = block === undefined ? undefined : memory.catalogue.blocks.get(block.type)?.kind;
    if (block === undefined || (kind !== "effect" && kind !== "wait")) continue;
    if (state.state === "skipped") continue;
    memory.passes.set(state.path, passOf(state, block, runners, rowAt.get(state.path)));
  }
}

function passOf(
  { path, executions }: BlockState,
  block: Block,
  runners: ReadonlyMap<string, BlockRunner>,
  row: ActionRunRow | undefined,
): PassMemory {
  const action = row === undefined ? null : plannedAction(row);
  const known = Object.values<{ readonly slot: Slot }>(executions).map(({ slot }) => slot);
  const planned = action === null ? [] : executionSlots(action.plan);
  const slots = [...new Set([...planned, ...known])];
  return { path, block, runner: runnerOf(runners, block), action, slots, results: new Map() };
}

/** Paths whose results are read from here on, and those that have not ended. */
export function wantedPaths({
  document,
  catalogue,
  kept,
  passes,
}: RunMemory): readonly BlockPath[] {
  const state = kept.onDisk;
  const open = document.blocks.filter(({ id }) => !hasEnded(state, id)).map(({ id }) => id);
  const ahead = [...neededResults(document, open), ...handingOn(document, open, state)];
  const needed = [...ahead, ...neededForNextSteps(document, catalogue, state)];
  const live = [...passes.keys()].filter((path) => state.blocks[path]?.outcome === null);
  return [...new Set([...endedPaths(state, needed), ...live])];
}

function hasEnded(state: RunState, blockId: string): boolean {
  return endedPaths(state, [blockId]).length > 0;
}

function keepResults(memory: RunMemory, results: readonly StoredResult[]): void {
  const values = new Map<BlockPath, Map<Slot, Json>>();
  for (const stored of results) {
    const { path, slot, data } = stored;
    const pass = memory.passes.get(path);
    // The newest attempt comes last, and is the result.
    if (pass !== undefined) pass.results.set(slot, keptOutcome(stored));
    else values.set(path, (values.get(path) ?? new Map<Slot, Json>()).set(slot, data));
  }
  for (const [path, slots] of values) memory.values.set(path, slots);
}

/** A result as it is remembered. */
export function keptOutcome({ status, message, summary, error, data }: StoredResult): KeptOutcome {
  return { status, message, summary, failure: error, data: Array.isArray(data) ? data : [] };
}

function waitsBySlot(waits: readonly StoredWait[]): ReadonlyMap<string, readonly StoredWait[]> {
  const bySlot = new Map<string, StoredWait[]>();
  for (const wait of waits) {
    const key = slotKey(wait.path, wait.slot);
    const known = bySlot.get(key);
    if (known === undefined) bySlot.set(key, [wait]);
    else known.push(wait);
  }
  return bySlot;
}

function intendedSlots(events: readonly RunEvent[]): ReadonlySet<string> {
  const slots = new Set<string>();
  for (const { event: stored } of events) {
    const event = presentEvent(stored);
    if (event?.type === "RequestIntended") slots.add(slotKey(event.path, event.slot));
  }
  return slots;
}
