import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { ConnectionRow } from "./views.ts";

export const connectionList = verb(
  "connection.list",
  z.strictObject({ siteId: RowId.optional() }),
  async (): Promise<ConnectionRow[]> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
