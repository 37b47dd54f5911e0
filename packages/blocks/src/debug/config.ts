/** What Debug is configured with. */
import { z } from "zod";

export const LOG_LEVELS = ["info", "warning", "error"] as const;

export const DebugConfig = z.strictObject({
  /** A template, stored with ids. */
  message: z.string().max(100_000),
  level: z.enum(LOG_LEVELS),
});
export type DebugConfig = z.infer<typeof DebugConfig>;
