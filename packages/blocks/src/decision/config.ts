/** What a decision is configured with. */
import { Branch } from "@callbook/core/condition";
import { z } from "zod";

export const DecisionConfig = z.strictObject({
  branches: z.array(Branch).max(50),
  /** Splits texts into values before they are compared. */
  delimiter: z.string().max(20),
  delimiterEnabled: z.boolean(),
  caseSensitive: z.boolean(),
});
export type DecisionConfig = z.infer<typeof DecisionConfig>;
