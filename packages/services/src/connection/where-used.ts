import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";

export const connectionWhereUsed = verb(
  "connection.whereUsed",
  z.strictObject({ id: RowId }),
  async (): Promise<{ playbookId: number; name: string }[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
