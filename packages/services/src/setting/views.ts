import type { KeptLog } from "@callbook/engine";

/** How long runs are kept, and what is kept of them now. */
export interface RunLogSettings {
  /** Whole days; a week of runs goes once all of it lies further back. */
  readonly daysToKeep: number;
  readonly leastDays: number;
  readonly mostDays: number;
  /** When nobody has set it. */
  readonly defaultDays: number;
  readonly kept: KeptLog;
}
