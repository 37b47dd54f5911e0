import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts what is wrong by who did it, in this process. */
export interface RateLimit {
  /** Seconds for which there is nothing left; null: there is. */
  blockedFor(key: string): Promise<number | null>;
  count(key: string): Promise<void>;
}

export function createRateLimit(options: { points: number; seconds: number }): RateLimit {
  const limiter = new RateLimiterMemory({ points: options.points, duration: options.seconds });
  return {
    blockedFor: async (key) => {
      const state = await limiter.get(key);
      if (state === null || state.remainingPoints > 0) return null;
      return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
    },
    count: async (key) => {
      try {
        await limiter.consume(key);
      } catch (reached) {
        if (!(reached instanceof RateLimiterRes)) throw reached;
      }
    },
  };
}
