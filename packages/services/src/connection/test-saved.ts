import { z } from "zod";
import { RowId, TestKey } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { TestOutcome } from "./views.ts";

export const connectionTestSaved = verb(
  "connection.testSaved",
  z.strictObject({ id: RowId, testKey: TestKey.optional() }),
  async (): Promise<TestOutcome> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
