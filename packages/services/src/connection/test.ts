import { z } from "zod";
import { RowId, TestKey } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { ConnectionForm } from "./form.ts";
import type { TestOutcome } from "./views.ts";

export const connectionTest = verb(
  "connection.test",
  z.strictObject({
    integrationId: RowId,
    connectionId: RowId.optional(),
    form: ConnectionForm,
    testKey: TestKey,
  }),
  async (): Promise<TestOutcome> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
