import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/**
 * Opens the connection pool of a process. One pool serves Prisma and the journal.
 * `max` is the most connections it holds (default 20).
 */
export function createPool(url: string, options: { max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: "callbook",
    connectionTimeoutMillis: 15_000,
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
