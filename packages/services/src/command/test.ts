import { z } from "zod";
import { RowId, TestKey } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import type { TestResult } from "./views.ts";

export const commandTest = verb(
  "command.test",
  z.strictObject({
    integrationId: RowId,
    command: z.string().min(1).max(200),
    connectionId: RowId,
    parameter: z.record(z.string().max(200), z.string().max(1_000_000)),
    testKey: TestKey,
  }),
  async (): Promise<TestResult> => {
    throw new Refusal("UNAVAILABLE", "This is not there yet.");
  },
);
