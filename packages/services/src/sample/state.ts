import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const sampleState = verb(
  "sample.state",
  z.void(),
  async (): Promise<{ present: boolean }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
