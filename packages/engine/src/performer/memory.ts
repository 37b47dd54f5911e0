/** What this process holds of a run while it runs it. Dropped when the run ends or all of it waits. */
import type { BlockRunner, Catalogue, Execution, PlannedAction } from "@callbook/core/block";
import type { Block, PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import type { BlockPath, KeptState, Slot } from "@callbook/core/log";
import type { KeptOutcome } from "@callbook/core/results";
import type { NewRunRow, RunKey } from "../store/rows.ts";
import type { RunClock } from "./run-clock.ts";

export interface RunMemory {
  readonly key: RunKey;
  readonly epoch: number;
  readonly playbookId: number;
  readonly siteId: number;
  readonly actingUserId: string;
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly kept: KeptState;
  /** Of whatever is told of it. */
  readonly clock: RunClock;
  /** Something of it has waited at some time. */
  hasWaits: boolean;
  /** What End named; null until the run has ended. */
  outputs: Readonly<Record<string, Json>> | null;
  /** Set until the row of the run is on disk. */
  create: NewRunRow | null;
  /** Passes that a runner performs, with those of their results that are needed here. */
  readonly passes: Map<BlockPath, PassMemory>;
  /** What passes that core evaluated have stored, as far as it is needed here. */
  readonly values: Map<BlockPath, ReadonlyMap<Slot, Json>>;
}

/** A pass that a runner performs. */
export interface PassMemory {
  readonly path: BlockPath;
  readonly block: Block;
  readonly runner: BlockRunner;
  /** null: it has no action run. */
  readonly action: PlannedAction | null;
  /** In the order of its results. */
  readonly slots: readonly Slot[];
  readonly results: Map<Slot, KeptOutcome>;
}

/** One slot of a pass that is to be performed or waits. */
export interface PassSlot {
  readonly pass: PassMemory;
  readonly slot: Slot;
  readonly attempt: number;
  /** Of a wait that an earlier process made for it, which goes on counting; null: there is none. */
  readonly earlierDeadline: string | null;
}

/** Unique within its run. */
export function slotKey(path: BlockPath, slot: Slot): string {
  return `${path} ${slot}`;
}

/** The slot as its runner is told of it. */
export function executionOf(memory: RunMemory, { pass, slot, attempt }: PassSlot): Execution {
  const { key, siteId, playbookId, actingUserId, catalogue } = memory;
  const { block, path, action } = pass;
  const run = { runId: key.id, siteId, playbookId, actingUserId };
  return { run, catalogue, block, path, slot, attempt, action };
}

/** The runner of a block. Throws when there is none: a revision was validated before it runs. */
export function runnerOf(runners: ReadonlyMap<string, BlockRunner>, block: Block): BlockRunner {
  const runner = runners.get(block.type);
  if (runner === undefined) throw new Error(`nothing performs blocks of type ${block.type}`);
  return runner;
}

/** What the failures that the engine tells begin with. */
export function failingName({ catalogue }: RunMemory, block: Block): string {
  return catalogue.blocks.get(block.type)?.failingName(block) ?? block.name;
}
