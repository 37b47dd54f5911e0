import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Refusal } from "../refusal.ts";

/** Hashes and compares passwords; at most two at once, so that sign-ins cannot take the processor. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

// 32 MiB and about a tenth of a second: OWASP's scrypt setting N=2^15, r=8, p=3.
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const AT_ONCE = 2;
const MOST_WAITING = 100;

export function createPasswords(): Passwords {
  const queue: (() => void)[] = [];
  let running = 0;
  const limited = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (queue.length >= MOST_WAITING)
        throw new Refusal("TOO_MANY", "Too many people sign in at this moment. Try again.", {
          retryAfterSeconds: 5,
        });
      await new Promise<void>((go) => queue.push(go));
    }
    running++;
    try {
      return await work();
    } finally {
      running--;
      queue.shift()?.();
    }
  };
  return {
    hash: (password) =>
      limited(async () => {
        const salt = randomBytes(16);
        const key = await derive(password, salt);
        return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
      }),
    verify: (hash, password) =>
      limited(async () => {
        const [scheme, n, r, p, salt, key] = hash.split("$");
        if (scheme !== "scrypt" || salt === undefined || key === undefined) return false;
        const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
        const expected = Buffer.from(key, "base64url");
        const derived = await derive(password, Buffer.from(salt, "base64url"), cost);
        return expected.length === derived.length && timingSafeEqual(expected, derived);
      }),
  };
}

function derive(password: string, salt: Buffer, cost = COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One person's keyboard may write an accent as one sign and another's as two.
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
