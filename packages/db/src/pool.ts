import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export interface PoolOptions {
  /** The most connections it holds; 20 unless given. */
  readonly max?: number;
  /** What its sessions are called at the database. */
  readonly name?: string;
}

/**
 * Opens a pool of connections, none of which can end the process, whoever borrows it and whatever cuts it.
 * One serves Prisma and the journal.
 */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: options.name ?? "callbook",
    connectionTimeoutMillis: 8_000,
    keepAlive: true,
  });
  // An idle connection that breaks (server restarted) is replaced at the next
  // query; without a listener the event would end the process.
  pool.on("error", () => undefined);
  // The same for one that is cut in the moment it is handed out, before its borrower can listen:
  // the end may stand in the packet that says it is ready. The borrower's next query then fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** A Prisma client over a pool that stays the caller's: disconnecting does not end the pool. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
}
