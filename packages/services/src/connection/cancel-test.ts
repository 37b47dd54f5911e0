import { z } from "zod";
import { TestKey } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const connectionCancelTest = verb(
  "connection.cancelTest",
  z.strictObject({ testKey: TestKey }),
  async (): Promise<{ cancelled: boolean }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
