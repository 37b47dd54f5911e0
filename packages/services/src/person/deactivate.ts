import { z } from "zod";
import { UserId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const userDeactivate = verb(
  "user.deactivate",
  z.strictObject({ id: UserId }),
  async (): Promise<{ id: string }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
