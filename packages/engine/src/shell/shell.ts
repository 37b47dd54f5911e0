import type { Tell } from "../ports.ts";

/**
 * What starts, queues, dispatches and recovers. It moves numbers of runs about;
 * the truth about a run is its row, so a run that the shell forgets is found by
 * the sweep, and one that it names twice is opened once.
 */
export interface Shell {
  /** Starts runs in this process now. Runs that arrive together share one start. */
  start(runIds: readonly number[]): Promise<void>;
  /** Leaves runs to whichever process has room first. */
  enqueue(runIds: readonly number[]): Promise<void>;
  /** Dispatches again what a dead process had: what it was given, and those of `runIds` that no start names. */
  recover(executorId: string, runIds: readonly number[]): Promise<void>;
  /** Starts that have not ended, of all processes. */
  list(): Promise<readonly StartedRuns[]>;
  /** Forgets starts, wherever they lie; the runs in them are not touched. */
  cancel(startIds: readonly string[]): Promise<void>;
  /** Removes all that ended so long ago, an hour by default. */
  tidy(keptMs?: number): Promise<void>;
  /** Takes nothing more from the queue and lets go of the database. */
  stop(): Promise<void>;
}

export interface StartedRuns {
  readonly id: string;
  readonly executorId: string | null;
  readonly runIds: readonly number[];
}

/** Performs runs until each has left this process. Must not reject. */
export type Drive = (runIds: readonly number[]) => Promise<void>;

export interface ShellOptions {
  /** Address of the database; holds the password, never log it. */
  readonly databaseUrl: string;
  readonly executorId: string;
  readonly drive: Drive;
  /** Starts of the queue at once in this process. */
  readonly queuedAtOnce: number;
  readonly tell: Tell;
}

export type OpenShell = (options: ShellOptions) => Promise<Shell>;
