/** Lets go of what a run has in memory and will not read again: it is on disk, as for a run that is opened. */
import { wantedPaths } from "../run/load.ts";
import type { RunMemory } from "./memory.ts";

/** A run keeps about so much before it is asked what of it is still read. */
export const KEPT_BYTES = 256 * 1024;

/** Drops the results of passes that have ended and that no block reads which is still to come. */
export function releaseResults(memory: RunMemory): void {
  const wanted = new Set(wantedPaths(memory));
  for (const [path, pass] of memory.passes) if (!wanted.has(path)) pass.results.clear();
  for (const path of memory.values.keys()) if (!wanted.has(path)) memory.values.delete(path);
}
