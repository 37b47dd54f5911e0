import { randomInt, timingSafeEqual } from "node:crypto";
import type { Installation } from "@callbook/services/context";
import { createRateLimit } from "@callbook/services/rate-limit";
import { Refusal } from "@callbook/services/refusal";

/** A code that only who reads the server's output knows; asked for when others can reach the server. */
export interface SetupCode {
  readonly required: boolean;
  /** To be printed; null when it is not asked for. */
  readonly text: string | null;
  /**
   * To be asked before the form costs anything. Refuses a wrong code, and every try after too many
   * from one address; nobody else's tries are counted with them, nor are sign-ins.
   */
  demand(code: string, address: string): Promise<void>;
}

// Without letters that are read or typed wrong.
const LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const LENGTH = 12;
const MOST_TRIES = 20;
const WINDOW_SECONDS = 15 * 60;

export function createSetupCode({ db }: Pick<Installation, "db">, required: boolean): SetupCode {
  const text = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const tries = createRateLimit({
    db,
    name: "set-up code",
    points: MOST_TRIES,
    seconds: WINDOW_SECONDS,
  });
  return {
    required,
    text: required ? text.replace(/(.{4})(?=.)/g, "$1-") : null,
    demand: async (code, address) => {
      const retryAfterSeconds = await tries.count(address);
      if (retryAfterSeconds !== null)
        throw new Refusal(
          "TOO_MANY",
          "Too many tries to set up. Wait some minutes and try again.",
          {
            retryAfterSeconds,
          },
        );
      if (required && !isSame(code, text))
        throw new Refusal(
          "FORBIDDEN",
          "This is not the code that the server printed when it started.",
          { field: "code" },
        );
    },
  };
}

function isSame(code: string, text: string): boolean {
  const typed = Buffer.alloc(64);
  typed.write(
    code
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, "")
      .slice(0, 32),
  );
  const expected = Buffer.alloc(64);
  expected.write(text);
  return timingSafeEqual(typed, expected);
}
