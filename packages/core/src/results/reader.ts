/** What a run has produced, as datapaths, conditions, templates and End read it. */
import type { Json } from "../json/index.ts";
import type { BlockPath, Slot } from "../log/index.ts";
import type { ResultsEntry } from "./results.ts";

/** What one pass of a block has stored. */
export interface PassResults {
  /** Of a pass that acts on connections, one for each; empty of others. */
  readonly entries: readonly ResultsEntry[];
  /** What lies under a slot; undefined: nothing does. */
  value(slot: Slot): Json | undefined;
}

/** Synchronous; the engine loads beforehand what `neededResults` names. */
export interface ResultReader {
  /** undefined: the pass has not ended, or stored nothing. */
  pass(path: BlockPath): PassResults | undefined;
  handle(actionRunId: number): string | null;
  /** The run's inputs by input name. */
  inputs(): Readonly<Record<string, Json>>;
}
