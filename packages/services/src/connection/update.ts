import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { ConnectionForm } from "./form.ts";

export const connectionUpdate = verb(
  "connection.update",
  z.strictObject({ id: RowId, version: z.int().positive(), form: ConnectionForm }),
  async (): Promise<{ version: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
