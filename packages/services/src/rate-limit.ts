import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts what is wrong by who did it, in this process. */
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

export function createRateLimit(options: { points: number; seconds: number }): RateLimit {
  const limiter = new RateLimiterMemory({ points: options.points, duration: options.seconds });
  return {
    blockedFor: async (key) => {
      const state = await limiter.get(key);
      return state === null || state.remainingPoints > 0 ? null : secondsOf(state);
    },
    count: async (key) => {
      try {
        await limiter.consume(key);
        return null;
      } catch (reached) {
        if (!(reached instanceof RateLimiterRes)) throw reached;
        return secondsOf(reached);
      }
    },
    giveBack: async (key) => void (await limiter.reward(key)),
    clear: async (key) => void (await limiter.delete(key)),
  };
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
