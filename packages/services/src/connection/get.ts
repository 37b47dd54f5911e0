import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { ConnectionDetails } from "./views.ts";

export const connectionGet = verb(
  "connection.get",
  z.strictObject({ id: RowId }),
  async (): Promise<ConnectionDetails> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
