import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { ConnectionForm } from "./form.ts";

export const connectionCreate = verb(
  "connection.create",
  z.strictObject({ integrationId: RowId, form: ConnectionForm }),
  async (): Promise<{ id: number }> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
