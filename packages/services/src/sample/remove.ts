import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const sampleRemove = verb(
  "sample.remove",
  z.void(),
  async (): Promise<{ removed: boolean }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
