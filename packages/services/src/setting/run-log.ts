import { DEFAULT_DAYS_TO_KEEP } from "@callbook/engine";
import { z } from "zod";
import { installation } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import type { RunLogSettings } from "./views.ts";

export const DAYS_TO_KEEP = { least: 1, most: 3650 } as const;

/** How long runs are kept, is about the whole installation. */
export const runLog = installation("run log");

/** How long runs are kept, how much is kept, and how large it is. */
export const settingRunLog = reading({
  name: "setting.runLog",
  input: z.void(),
  subject: runLog,
  run: async ({ context }): Promise<RunLogSettings> => {
    const { retention } = context.engine;
    const [daysToKeep, kept] = await Promise.all([
      retention.readDaysToKeep(),
      retention.readKept(),
    ]);
    return {
      daysToKeep,
      leastDays: DAYS_TO_KEEP.least,
      mostDays: DAYS_TO_KEEP.most,
      defaultDays: DEFAULT_DAYS_TO_KEEP,
      kept,
    };
  },
});
