/** What a decision is configured with. */
import type { z } from "zod";
import { ConditionsConfig } from "../conditions.ts";

export const DecisionConfig = ConditionsConfig;
export type DecisionConfig = z.infer<typeof DecisionConfig>;
