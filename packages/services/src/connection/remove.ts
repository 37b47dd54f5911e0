import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const connectionRemove = verb(
  "connection.remove",
  z.strictObject({ id: RowId, version: z.int().positive() }),
  async (): Promise<{ id: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
