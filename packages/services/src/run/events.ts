import type { RunEvent } from "@callbook/core/run";
import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const runEvents = verb(
  "run.events",
  z.strictObject({ id: RowId, afterSeq: z.int().min(0) }),
  async (): Promise<RunEvent[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
