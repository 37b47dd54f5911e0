import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { WaitRow } from "./views.ts";

export const runWaits = verb(
  "run.waits",
  z.strictObject({ id: RowId }),
  async (): Promise<WaitRow[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
