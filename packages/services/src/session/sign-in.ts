import type { Installation } from "../context.ts";
import { createRateLimit, type RateLimit } from "../rate-limit.ts";
import { Refusal } from "../refusal.ts";
import type { Sessions } from "./auth.ts";

/** Ten wrong tries on one account and fifty from one address, in a quarter of an hour. */
const WINDOW_SECONDS = 15 * 60;

export interface SignInDesk {
  /** `address` is the other end of the TCP connection. Refusals do not tell whether the account exists. */
  signIn(
    input: { email: string; password: string },
    address: string,
    request: Headers,
  ): Promise<{ cookies: string[] }>;
}

const WRONG = "E-mail address or password is not right.";

/** Signs people in, with one answer for whatever is wrong. */
export function createSignInDesk(
  installation: Pick<Installation, "db" | "passwords">,
  sessions: Sessions,
): SignInDesk {
  const byAccount = createRateLimit({
    db: installation.db,
    name: "sign-in by account",
    points: 10,
    seconds: WINDOW_SECONDS,
  });
  const byAddress = createRateLimit({
    db: installation.db,
    name: "sign-in by address",
    points: 50,
    seconds: WINDOW_SECONDS,
  });
  const decoy = installation.passwords.hash("nobody has this password");
  return {
    signIn: async ({ email: typed, password }, address, request) => {
      const email = typed.trim().toLowerCase().normalize("NFKC");
      await count(byAccount, email);
      await count(byAddress, address);
      const user = await installation.db.user.findUnique({
        where: { email },
        select: { deactivatedAt: true, accounts: { select: { password: true } } },
      });
      const hasPassword = user?.accounts.some((account) => account.password !== null) ?? false;
      if (user === null || user.deactivatedAt !== null || !hasPassword) {
        // As much work as for a real account, so that time does not tell them apart.
        await installation.passwords.verify(await decoy, password);
        throw new Refusal("UNAUTHENTICATED", WRONG);
      }
      const done = await sessions.signIn(email, password, request);
      if (done === null) throw new Refusal("UNAUTHENTICATED", WRONG);
      await byAccount.clear(email);
      await byAddress.giveBack(address);
      return done;
    },
  };
}

async function count(limit: RateLimit, key: string): Promise<void> {
  const retryAfterSeconds = await limit.count(key);
  if (retryAfterSeconds !== null)
    throw new Refusal("TOO_MANY", "Too many wrong tries. Wait some minutes and try again.", {
      retryAfterSeconds,
    });
}
