import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const tokenCreate = verb(
  "token.create",
  z.strictObject({ name: z.string().trim().min(1, "a name is required").max(100) }),
  async (): Promise<{ id: number; token: string }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
