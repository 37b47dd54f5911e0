import { createHash } from "node:crypto";
import type { PrismaClient } from "@callbook/db";

/** Counts what is wrong by who did it, over all processes of the installation and by the database's clock. */
export interface RateLimit {
  /** Seconds for which there is nothing left; null: there is. */
  blockedFor(key: string): Promise<number | null>;
  /** Counts one; answers the seconds for which it was one too many, null: it was not. */
  count(key: string): Promise<number | null>;
  /** Takes one back. */
  giveBack(key: string): Promise<void>;
  /** Forgets all of it. */
  clear(key: string): Promise<void>;
}

export interface RateLimitOptions {
  readonly db: PrismaClient;
  /** What is counted; other limits have other names. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

interface Counted {
  readonly points: number;
  readonly seconds: number;
}

/** So many are allowed in so many seconds, which begin with the first of them. */
export function createRateLimit({ db, name, points, seconds }: RateLimitOptions): RateLimit {
  // Whom it is about is nobody's to read.
  const digest = (key: string) =>
    new Uint8Array(createHash("sha256").update(`${name}\0${key}`).digest());
  const secondsAbove = (limit: number, [counted]: readonly Counted[]): number | null =>
    counted === undefined || counted.points <= limit ? null : Math.max(1, counted.seconds);
  return {
    blockedFor: async (key) =>
      secondsAbove(
        points - 1,
        await db.$queryRaw<Counted[]>`
          SELECT points, ceil(extract(epoch FROM ends_at - now()))::int AS seconds
            FROM rate_limit WHERE key = ${digest(key)} AND ends_at > now()`,
      ),
    // Each count takes some of those away that are over, so that no more are kept than are counted.
    count: async (key) =>
      secondsAbove(
        points,
        await db.$queryRaw<Counted[]>`
          WITH ended AS (
            DELETE FROM rate_limit WHERE key IN (
              SELECT key FROM rate_limit WHERE ends_at <= now() AND key <> ${digest(key)}
              ORDER BY ends_at LIMIT 20 FOR UPDATE SKIP LOCKED))
          INSERT INTO rate_limit AS r (key, points, ends_at)
          VALUES (${digest(key)}, 1, now() + ${seconds}::int * interval '1 s')
          ON CONFLICT (key) DO UPDATE SET
            points = CASE WHEN r.ends_at <= now() THEN 1 ELSE least(r.points, 1000000) + 1 END,
            ends_at = CASE WHEN r.ends_at <= now() THEN excluded.ends_at ELSE r.ends_at END
          RETURNING points, ceil(extract(epoch FROM ends_at - now()))::int AS seconds`,
      ),
    giveBack: async (key) => {
      await db.$executeRaw`
        UPDATE rate_limit SET points = points - 1 WHERE key = ${digest(key)} AND points > 0`;
    },
    clear: async (key) => {
      await db.$executeRaw`DELETE FROM rate_limit WHERE key = ${digest(key)}`;
    },
  };
}
