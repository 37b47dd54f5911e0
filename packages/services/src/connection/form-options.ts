import { z } from "zod";
import { RowId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { ConnectionFormOptions } from "./views.ts";

export const connectionFormOptions = verb(
  "connection.formOptions",
  z.strictObject({ integrationId: RowId }),
  async (): Promise<ConnectionFormOptions> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
