import { DAYS_TO_KEEP_SETTING as key } from "@callbook/engine";
import { z } from "zod";
import { ofSubject } from "../verb/audit.ts";
import { changing } from "../verb/verb.ts";
import { DAYS_TO_KEEP, runLog } from "./run-log.ts";

const Input = z.strictObject({
  days: z
    .int("a number of whole days")
    .min(DAYS_TO_KEEP.least, `at least ${DAYS_TO_KEEP.least} day`)
    .max(DAYS_TO_KEEP.most, `at most ${DAYS_TO_KEEP.most} days`),
});

/** Says how many days runs are kept. What is older goes within the hour, and cannot be brought back. */
export const settingSetDaysToKeep = changing({
  name: "setting.setDaysToKeep",
  input: Input,
  subject: runLog,
  audit: ofSubject,
  run: async ({ db, input: { days }, tell }) => {
    const before = await db.setting.findUnique({ where: { key }, select: { value: true } });
    await db.setting.upsert({
      where: { key },
      create: { key, value: days },
      update: { value: days },
    });
    tell({ detail: { from: before?.value ?? null, to: days } });
    return { daysToKeep: days };
  },
});
