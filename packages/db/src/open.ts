import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { applicationUrl, prepareApplication } from "./embedded/application.ts";
import { type KeepingNews, keepPostgres } from "./embedded/keep.ts";
import { findRunning, launchPostgres } from "./embedded/launch.ts";
import { type DirectoryLock, lockDirectory } from "./embedded/lock.ts";
import type { PrismaClient } from "./generated/client.ts";
import { createPool, createPrisma } from "./pool.ts";

/** The database of a process. */
export type Database = {
  /** Holds the password: never log it, never show it. */
  url: string;
  /** One pool for Prisma and for the journal. A LISTEN needs a client of its own. */
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Whether Callbook runs this PostgreSQL itself. */
  embedded: boolean;
  /** Ends the connections and, where this process started it, PostgreSQL. */
  close(): Promise<void>;
};

export type OpenOptions = {
  /** CALLBOOK_DATA: where an embedded PostgreSQL and its keys live. Made when missing. */
  dataDirectory: string;
  /** DATABASE_URL: a PostgreSQL of your own; null runs the embedded one. */
  databaseUrl: string | null;
  /**
   * "server" owns the data directory and is refused when another process does.
   * "command" (a command-line command) uses the running server's database, or
   * starts it for its moment under the same lock.
   */
  access: "server" | "command";
  maxConnections?: number;
  /** Told when the embedded one ended by itself. With it, it is watched and started again. */
  watch?: KeepingNews;
};

/** The data directory belongs to a server that runs; the message says what to do. */
export class DirectoryTaken extends Error {
  override name = "DirectoryTaken";
}

/** How long a server waits for a command that has the lock for a moment. */
const patience = 2000;

/**
 * Opens the database of a process; does not migrate it. Throws DirectoryTaken when
 * a second server asks for the same data directory.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.databaseUrl !== null) {
    return connect(options.databaseUrl, options, false, async () => undefined);
  }
  const directory = resolve(options.dataDirectory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const owned = await own(directory, options.access);
  if (typeof owned === "string") {
    return connect(owned, options, true, async () => undefined);
  }
  try {
    const server = await launchPostgres({ directory });
    const url = await prepareApplication(server.adminUrl, directory);
    const { port } = server;
    const again = () => launchPostgres({ directory, port });
    const { watch } = options;
    const kept = watch === undefined ? server : keepPostgres(server, again, watch);
    return connect(url, options, true, async () => {
      await kept.stop();
      owned.release();
    });
  } catch (error) {
    owned.release();
    throw error;
  }
}

function connect(
  url: string,
  options: OpenOptions,
  embedded: boolean,
  afterwards: () => Promise<void>,
): Database {
  const max = options.maxConnections;
  const pool = createPool(url, max === undefined ? {} : { max });
  const prisma = createPrisma(pool);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await pool.end();
    await afterwards();
  };
  return { url, pool, prisma, embedded, close: () => (closed ??= close()) };
}

/** The lock, or for a command the address of the server that has it. */
async function own(
  directory: string,
  access: OpenOptions["access"],
): Promise<DirectoryLock | string> {
  const until = Date.now() + (access === "server" ? patience : 60_000);
  for (;;) {
    const lock = lockDirectory(directory);
    if (lock !== null) return lock;
    const running = access === "command" ? await findRunning(directory) : null;
    const url = running === null ? null : applicationUrl(running, directory);
    if (url !== null) return url;
    if (Date.now() > until) throw new DirectoryTaken(takenMessage(directory));
    await delay(100);
  }
}

function takenMessage(directory: string): string {
  return (
    `Another Callbook server uses the data directory ${directory}. ` +
    "One server per data directory: set DATABASE_URL to one PostgreSQL for all servers, " +
    "or give this one another CALLBOOK_DATA."
  );
}
