/** What all runs of one process share. */
import type { BoundaryHook } from "../boundary.ts";
import type { Journal } from "../journal/journal.ts";
import type { EnginePorts, Tell } from "../ports.ts";
import type { ConnectionLocks } from "./connection-locks.ts";

/** Numbers of action runs and app runs. */
export interface ActionIds {
  take(count: number): Promise<readonly number[]>;
}

export interface PerformerContext {
  readonly ports: EnginePorts;
  readonly tell: Tell;
  readonly journal: Journal;
  readonly actionIds: ActionIds;
  readonly locks: ConnectionLocks;
  readonly boundary: BoundaryHook;
  /** The database's clock: for deadlines, and by its `RunClock` for what is told of a run. */
  readonly databaseNow: () => Date;
  /** How long a cancelled run waits for calls that were told to stop. */
  readonly cancelGraceMs: number;
}

/** Why executions are told to stop. */
export class Stopped extends Error {
  readonly why: "cancelled" | "lost" | "shutdown";
  constructor(why: "cancelled" | "lost" | "shutdown") {
    super(`the run was stopped: ${why}`);
    this.name = "Stopped";
    this.why = why;
  }
}
