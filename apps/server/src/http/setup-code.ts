import { randomInt, timingSafeEqual } from "node:crypto";
import { Refusal } from "@callbook/services/refusal";

/** A code that only who reads the server's output knows; asked for when others can reach the server. */
export interface SetupCode {
  readonly required: boolean;
  /** To be printed; null when it is not asked for. */
  readonly text: string | null;
  /** Refuses a wrong code, and any code after too many wrong ones. */
  demand(code: string): void;
  done(): void;
}

// Without letters that are read or typed wrong.
const LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const LENGTH = 12;
const MOST_TRIES = 20;

export function createSetupCode(required: boolean): SetupCode {
  const text = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  let tries = 0;
  return {
    required,
    text: required ? text.replace(/(.{4})(?=.)/g, "$1-") : null,
    demand: (code) => {
      if (!required) return;
      tries += 1;
      if (tries > MOST_TRIES)
        throw new Refusal("TOO_MANY", "Too many wrong codes. Restart the server for a new one.");
      const typed = Buffer.alloc(64);
      typed.write(
        code
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, "")
          .slice(0, 32),
      );
      const expected = Buffer.alloc(64);
      expected.write(text);
      if (!timingSafeEqual(typed, expected))
        throw new Refusal(
          "FORBIDDEN",
          "This is not the code that the server printed when it started.",
          {
            field: "code",
          },
        );
    },
    done: () => {
      tries = 0;
    },
  };
}
