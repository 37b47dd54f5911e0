import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Held while a process owns a data directory; `release` gives it up. */
export type DirectoryLock = { release(): void };

/**
 * Takes the lock of a data directory, or answers null when another process has it.
 *
 * The lock is one of the operating system (SQLite's on its file), so it vanishes
 * with the process that held it, however that process died, and no stale file
 * with the id of a stranger's process can keep a server from starting.
 */
export function lockDirectory(directory: string): DirectoryLock | null {
  const file = new DatabaseSync(join(directory, "server.lock"));
  try {
    file.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return null;
    throw error;
  }
  return { release: () => file.close() };
}
